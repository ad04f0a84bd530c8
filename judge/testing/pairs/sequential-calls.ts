export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    let total = 0;
    for (let item = id; item < id + 5; item++) {
      const response = await fetch(`http://prices.test/prices/${item}`);
      total += ((await response.json()) as { price: number }).price;
    }
    return Response.json({ total });
  },
};
