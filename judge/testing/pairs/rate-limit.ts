export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const response = await fetch(`http://limited.test/prices/${id}`);
    if (!response.ok) throw new Error(`pricing answered ${response.status}`);
    return Response.json(await response.json());
  },
};
