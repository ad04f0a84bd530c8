import { eventsOf, type InterviewRecord } from './interview-record.ts';

/** Points of an interview's score, from a nudge to nearly the answer. */
const PRICES = [3, 6, 9, 12] as const;

/** Number counts from 1. */
export function hintPrice(number: number): number {
  return PRICES[number - 1] ?? PRICES[PRICES.length - 1] ?? 0;
}

export function pricePaid(record: InterviewRecord): number {
  return eventsOf(record, 'hint-shown').reduce((sum, { price }) => sum + price, 0);
}
