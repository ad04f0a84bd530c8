import pLimit from 'p-limit';

const limit = pLimit(3);

export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const response = await limit(() => fetch(`http://prices.test/prices/${id}`));
    return Response.json(await response.json());
  },
};
