const history: string[] = [];

export default {
  async fetch(_request: Request): Promise<Response> {
    history.push('x'.repeat(500_000) + history.length);
    return Response.json({ seen: history.length });
  },
};
