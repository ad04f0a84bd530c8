// How the time of a backtracking engine may grow with the length of the text: a bound, from the pattern alone. 1: with the length, 2: with its
// square, and so on; Infinity: it may double with each character.
import { parse, type Tree, Unread } from './parse.ts';
import { CharacterSet } from './sets.ts';

/** More rounds than these are as good as any number. */
const FEW = 8;

/** What stands right behind: 'set' is a character that has to come, 'end' nothing that could fail. */
type Next = { readonly set: CharacterSet } | 'end' | 'unknown';

const KEPT = 2_000;
const known = new Map<string, number>();

/** 1 also for what is not read here. */
export function degreeOf(source: string, flags: string): number {
  if (!/[*+{]/.test(source)) return 1;
  const key = `${flags}/${source}`;
  let degree = known.get(key);
  if (degree === undefined) {
    try {
      degree = lookAt(source, flags);
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      degree = 1;
    }
    if (known.size < KEPT) known.set(key, degree);
  }
  return degree;
}

function lookAt(source: string, flags: string): number {
  const { tree } = parse(source, flags);
  const meter = new Meter(flags);
  const inside = meter.cost(tree, 'end');
  const scans = meter.canFailBehindLoop && !(isAnchored(tree) && !flags.includes('m')) && !flags.includes('y');
  return Math.max(1, inside) + (scans ? 1 : 0);
}

function isAnchored(tree: Tree): boolean {
  switch (tree.kind) {
    case 'assertion':
      return tree.what === '^';
    case 'sequence':
      return tree.parts[0] !== undefined && isAnchored(tree.parts[0]);
    case 'choice':
      return tree.parts.every(isAnchored);
    case 'group':
      return isAnchored(tree.part);
    default:
      return false;
  }
}

class Meter {
  canFailBehindLoop = false;
  readonly #flags: string;

  constructor(flags: string) {
    this.#flags = flags;
  }

  #setOf(source: string): CharacterSet {
    return new CharacterSet(source, this.#flags);
  }

  /** The character that a tree has to begin with. */
  #first(tree: Tree): Next {
    switch (tree.kind) {
      case 'set':
        return { set: this.#setOf(tree.source) };
      case 'group':
        return this.#first(tree.part);
      case 'sequence':
        return tree.parts[0] ? this.#first(tree.parts[0]) : 'unknown';
      case 'repeat':
        return tree.min > 0 ? this.#first(tree.part) : 'unknown';
      default:
        return 'unknown';
    }
  }

  /** Loops that may end at more than one place. */
  cost(tree: Tree, next: Next): number {
    switch (tree.kind) {
      case 'set':
      case 'assertion':
        return 0;
      case 'reference':
        this.canFailBehindLoop = true;
        return 1;
      case 'group':
        return this.cost(tree.part, next);
      case 'look':
        return this.cost(tree.part, 'unknown');
      case 'choice':
        return Math.max(...tree.parts.map((part) => this.cost(part, next)));
      case 'sequence':
        return this.#sequence(tree.parts, next);
      case 'repeat':
        return this.#repeat(tree, next);
    }
  }

  #sequence(parts: readonly Tree[], next: Next): number {
    let total = 0;
    for (const [i, part] of parts.entries()) {
      const behind = parts[i + 1];
      total += this.cost(part, behind ? this.#first(behind) : next);
    }
    return total;
  }

  #repeat(tree: Tree & { kind: 'repeat' }, next: Next): number {
    if (tree.max <= 1) return this.cost(tree.part, next === 'end' ? 'end' : 'unknown');
    if (isSet(tree.part)) {
      if (tree.max <= FEW) return 0;
      if (next === 'end') return 0;
      this.canFailBehindLoop = true;
      return next === 'unknown' || next.set.overlaps(this.#setOf(sourceOf(tree.part))) ? 1 : 0;
    }
    const inner = this.cost(tree.part, 'unknown');
    this.canFailBehindLoop = true;
    if (tree.max <= FEW && inner === 0) return this.#isDistinct(tree.part) ? 0 : 1;
    return this.#isDistinct(tree.part) ? 1 : Number.POSITIVE_INFINITY;
  }

  /** Whether there is one way at most to go through it again and again: each of its choices begins with a character of its own, and what repeats in
   *  it is followed by another character than its own. */
  #isDistinct(part: Tree): boolean {
    const ways = choicesOf(part);
    const firsts = ways.map((way) => this.#first(way));
    if (!firsts.every((first): first is { set: CharacterSet } => typeof first === 'object')) return false;
    for (const [i, first] of firsts.entries()) for (const other of firsts.slice(i + 1)) if (first.set.overlaps(other.set)) return false;
    return ways.every((way) => this.#isStraight(way, firsts));
  }

  /** A sequence of characters, whose loops end where the next character comes. `again`: what may follow its end. */
  #isStraight(way: Tree, again: readonly { readonly set: CharacterSet }[]): boolean {
    const parts = way.kind === 'sequence' ? way.parts : way.kind === 'group' ? null : [way];
    if (parts === null) return this.#isStraight((way as Tree & { kind: 'group' }).part, again);
    return parts.every((part, i) => {
      if (isSet(part)) return true;
      if (part.kind !== 'repeat' || !isSet(part.part)) return false;
      if (part.min === part.max) return true;
      const behind = parts[i + 1];
      // The last one also ends where what follows the whole begins: a place that only counts once.
      const followers = behind ? [this.#first(behind)] : again;
      const own = this.#setOf(sourceOf(part.part));
      return followers.every((each) => typeof each === 'object' && !each.set.overlaps(own));
    });
  }
}

function choicesOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'group') return choicesOf(tree.part);
  return tree.kind === 'choice' ? tree.parts.flatMap(choicesOf) : [tree];
}

function isSet(tree: Tree): boolean {
  return tree.kind === 'set' || (tree.kind === 'group' && isSet(tree.part));
}

function sourceOf(tree: Tree): string {
  return tree.kind === 'group' ? sourceOf(tree.part) : (tree as Tree & { kind: 'set' }).source;
}
