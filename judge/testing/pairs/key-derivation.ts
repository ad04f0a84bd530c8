import { pbkdf2Sync } from 'node:crypto';

export default {
  async fetch(_request: Request): Promise<Response> {
    const key = pbkdf2Sync('secret', 'salt', 100_000, 32, 'sha256');
    return Response.json({ key: key.toString('hex') });
  },
};
