import { ZodError, z } from 'zod';

const Order = z.object({
  id: z.coerce.number().int().positive(),
  email: z.email(),
  items: z.array(z.object({ sku: z.string().min(2), quantity: z.number().default(1) })).min(1),
  note: z.string().trim().optional(),
  kind: z.enum(['retail', 'wholesale']),
  at: z.iso.datetime().transform((text) => text.slice(0, 10)),
});
type Order = z.infer<typeof Order>;

const order: Order = Order.parse({
  id: '7',
  email: 'a@b.test',
  items: [{ sku: 'ab' }],
  note: ' hi ',
  kind: 'retail',
  at: '2024-05-06T07:08:09Z',
});
console.log(JSON.stringify(order));
const bad = Order.safeParse({ id: -1, email: 'nobody', items: [], kind: 'other', at: 1 });
console.log(bad.success, bad.error instanceof ZodError, JSON.stringify(bad.error?.issues));
console.log(JSON.stringify(bad.error && z.flattenError(bad.error)));
try {
  z.string().parse(12);
} catch (error) {
  console.log((error as Error).name, (error as Error).message);
}
const Event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('paid'), cents: z.number() }),
  z.object({ type: z.literal('sent'), to: z.string().regex(/^[A-Z]{2}$/) }),
]);
console.log(JSON.stringify(Event.parse({ type: 'sent', to: 'DE', more: 1 })), Event.safeParse({ type: 'lost' }).success);
console.log(JSON.stringify(z.strictObject({ a: z.number() }).safeParse({ a: 1, b: 2 }).error?.issues));
const Even = z.number().refine((n) => n % 2 === 0, { error: 'must be even' });
console.log(Even.safeParse(3).error?.issues[0]?.message);
const Exists = z.string().refine(async (id) => (await Promise.resolve(id)) === 'known', 'unknown');
console.log((await Exists.safeParseAsync('known')).success, (await Exists.safeParseAsync('other')).error?.issues[0]?.message);
console.log(JSON.stringify(z.record(z.string(), z.union([z.number(), z.null()])).parse({ a: 1, b: null })));
console.log(JSON.stringify(z.toJSONSchema(z.object({ a: z.string(), b: z.number().optional() }))));
