import { describe, expect, it } from 'vitest';
import { bucketOf, MomentStore } from './moment-store.ts';

function storeOf(totalMs = 2000) {
  const store = new MomentStore();
  store.aim('a report', totalMs);
  return store;
}

describe('the moment', () => {
  it('is the whole stage at first', () => {
    expect(storeOf().moment.atMs).toBeNull();
    expect(bucketOf(storeOf().moment)).toBeNull();
  });

  it('stays inside of the stage', () => {
    const store = storeOf();
    store.set(-5);
    expect(store.moment.atMs).toBe(0);
    store.set(9000);
    expect(store.moment.atMs).toBe(2000);
    expect(bucketOf(store.moment)).toBe(19);
  });

  it('cannot be chosen where nothing was recorded', () => {
    const store = storeOf(0);
    store.set(100);
    store.play();
    expect(store.moment).toMatchObject({ atMs: null, playing: false });
  });

  it('keeps its place on another stage of the same result', () => {
    const store = storeOf();
    store.set(500);
    store.aim('a report', 1000);
    expect(store.moment.atMs).toBe(250);
    store.aim('a report', 0);
    expect(store.moment.atMs).toBeNull();
  });

  it('does not outlive its result', () => {
    const store = storeOf();
    store.set(500);
    store.aim('another report', 2000);
    expect(store.moment.atMs).toBeNull();
  });

  it('steps to round places, and from the whole stage to its beginning', () => {
    const store = storeOf();
    store.step(100);
    expect(store.moment.atMs).toBe(0);
    store.set(333);
    store.step(100);
    expect(store.moment.atMs).toBe(400);
    store.step(100);
    expect(store.moment.atMs).toBe(500);
    store.step(-100);
    expect(store.moment.atMs).toBe(400);
    store.set(333);
    store.step(-100);
    expect(store.moment.atMs).toBe(300);
  });

  it('plays at its speed, ends at the end, and begins again from there', () => {
    const store = storeOf();
    store.setSpeed(0.1);
    store.play();
    store.advance(1000);
    expect(store.moment).toMatchObject({ atMs: 100, playing: true });
    store.setSpeed(1);
    store.advance(5000);
    expect(store.moment).toMatchObject({ atMs: 2000, playing: false });
    store.play();
    expect(store.moment).toMatchObject({ atMs: 0, playing: true });
  });

  it('stops playing when it is moved by hand', () => {
    const store = storeOf();
    store.play();
    store.set(700);
    store.advance(1000);
    expect(store.moment).toMatchObject({ atMs: 700, playing: false });
  });

  it('tells those who follow it only of changes', () => {
    const store = storeOf();
    let told = 0;
    const leave = store.subscribe(() => told++);
    store.set(100);
    store.set(100);
    expect(told).toBe(1);
    leave();
    store.set(200);
    expect(told).toBe(1);
  });

  it('belongs to the 100 ms that it is in', () => {
    const store = storeOf(1000);
    const bucketAt = (ms: number) => {
      store.set(ms);
      return bucketOf(store.moment);
    };
    expect([0, 99.9, 100, 300, 999, 1000].map(bucketAt)).toEqual([0, 0, 1, 3, 9, 9]);
  });
});
