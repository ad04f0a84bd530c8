// The lanes on a canvas: one pass over what is seen, cheap enough for each frame of a pan.
import { type At, firstAfter, type Lane, type Lanes, type Stretch } from './lanes.ts';
import { ticks, type Viewport } from './viewport.ts';

export const AXIS_HEIGHT = 22;
const TRACK_HEIGHT = 30;
const READY_HEIGHT = 26;
const THREADS_HEIGHT = 14;
const LANE_GAP = 14;
/** What is narrower has no words in it. */
const WORDS_WIDTH = 44;
const TICK_WIDTH = 90;
const CORNER_US_MIN = 0.01;

export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly accentText: string;
  readonly saturated: string;
  readonly saturatedSoft: string;
  readonly busy: string;
  readonly idle: string;
  readonly idleSoft: string;
  readonly threads: string;
  readonly even: string;
  readonly odd: string;
}

export interface Scene {
  readonly lanes: Lanes;
  readonly view: Viewport;
  readonly width: number;
  readonly request: number | null;
  readonly focus: At | null;
  readonly palette: Palette;
  readonly font: string;
  readonly formatTick: (us: number) => string;
}

export function laneHeight(lanes: Lanes): number {
  return TRACK_HEIGHT + READY_HEIGHT + (lanes.mostThreads > 0 ? THREADS_HEIGHT : 0) + LANE_GAP;
}

export function heightOf(lanes: Lanes): number {
  return AXIS_HEIGHT + lanes.lanes.length * laneHeight(lanes);
}

/** Index of the lane at a height, -1: none. */
export function laneAt(lanes: Lanes, y: number): number {
  const lane = Math.floor((y - AXIS_HEIGHT) / laneHeight(lanes));
  return lane >= 0 && lane < lanes.lanes.length ? lane : -1;
}

export function drawLanes(context: CanvasRenderingContext2D, scene: Scene): void {
  const { lanes, width, view, palette } = scene;
  context.clearRect(0, 0, width, heightOf(lanes));
  const perUs = width / (view.toUs - view.fromUs);
  const x = (us: number) => (us - view.fromUs) * perUs;
  drawAxis(context, scene, x);
  const hatch = hatchOf(context, palette);
  for (const [index, lane] of lanes.lanes.entries()) {
    const top = AXIS_HEIGHT + index * laneHeight(lanes);
    drawReady(context, scene, lane, top + TRACK_HEIGHT, x);
    if (lanes.mostThreads > 0) drawThreads(context, scene, lane, top + TRACK_HEIGHT + READY_HEIGHT, x);
    drawTrack(context, scene, index, top, x, hatch);
  }
  if (lanes.lag) {
    context.strokeStyle = palette.saturated;
    context.setLineDash([3, 3]);
    line(context, x(lanes.lag.atUs), AXIS_HEIGHT - 4, heightOf(lanes));
    context.setLineDash([]);
  }
}

function drawAxis(context: CanvasRenderingContext2D, scene: Scene, x: (us: number) => number): void {
  const { view, width, palette, lanes, font } = scene;
  context.font = `11px ${font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const apart = ((view.toUs - view.fromUs) / width) * TICK_WIDTH;
  for (const us of ticks(view, lanes.fromMs * 1000, apart)) {
    context.strokeStyle = palette.line;
    line(context, x(us), AXIS_HEIGHT - 6, heightOf(lanes));
    context.fillStyle = palette.muted;
    context.fillText(scene.formatTick(us), x(us) + 4, AXIS_HEIGHT / 2 - 2);
  }
}

function line(context: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  const at = Math.round(x) + 0.5;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(at, top);
  context.lineTo(at, bottom);
  context.stroke();
}

function drawTrack(
  context: CanvasRenderingContext2D,
  scene: Scene,
  index: number,
  top: number,
  x: (us: number) => number,
  hatch: CanvasPattern | string,
): void {
  const { view, width, palette, request, focus, lanes } = scene;
  const { stretches } = lanes.lanes[index] as Lane;
  context.fillStyle = palette.idleSoft;
  context.fillRect(0, top + TRACK_HEIGHT - 1, width, 1);
  for (let at = firstAfter(stretches, view.fromUs); at < stretches.length; at++) {
    const stretch = stretches[at] as Stretch;
    if (stretch.fromUs > view.toUs) break;
    const left = Math.max(-4, x(stretch.fromUs));
    const right = Math.min(width + 4, x(Math.max(stretch.toUs, stretch.fromUs + CORNER_US_MIN)));
    // A hair between two stretches, where there is room for it.
    const wide = Math.max(1, right - left - (right - left > 4 ? 1 : 0));
    const chosen = request !== null && stretch.request === request;
    context.globalAlpha = request === null || chosen || stretch.hold !== null ? 1 : 0.45;
    context.fillStyle = chosen
      ? palette.accent
      : stretch.hold !== null
        ? palette.saturated
        : stretch.request === 0
          ? palette.idle
          : stretch.request % 2 === 0
            ? palette.even
            : palette.odd;
    context.fillRect(left, top, wide, TRACK_HEIGHT - 2);
    if (stretch.hold?.kind === 'blocked') {
      context.fillStyle = hatch;
      context.fillRect(left, top, wide, TRACK_HEIGHT - 2);
    } else if (stretch.hold !== null && chosen) {
      context.fillStyle = palette.saturated;
      context.fillRect(left, top + TRACK_HEIGHT - 6, wide, 4);
    }
    if (right - left > WORDS_WIDTH) drawWords(context, scene, stretch, chosen, Math.max(left, 0), top, Math.min(right, width));
    context.globalAlpha = 1;
    if (focus?.lane === index && focus.index === at) {
      context.strokeStyle = palette.text;
      context.lineWidth = 2;
      context.strokeRect(left, top + 1, Math.max(3, wide), TRACK_HEIGHT - 4);
    }
  }
}

function drawWords(
  context: CanvasRenderingContext2D,
  { palette, font }: Scene,
  stretch: Stretch,
  chosen: boolean,
  left: number,
  top: number,
  right: number,
): void {
  const words = stretch.hold?.what ?? (stretch.place?.file ? `${stretch.place.file}:${stretch.place.line}` : '');
  if (words === '') return;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left - 3, TRACK_HEIGHT);
  context.clip();
  context.font = `11px ${font}`;
  if (stretch.hold?.kind === 'blocked') {
    context.fillStyle = palette.surface;
    context.fillRect(left + 2, top + 6, context.measureText(words).width + 6, TRACK_HEIGHT - 14);
    context.fillStyle = palette.saturated;
  } else context.fillStyle = chosen ? palette.accentText : stretch.hold ? palette.surface : palette.text;
  context.textBaseline = 'middle';
  context.fillText(words, left + 5, top + TRACK_HEIGHT / 2 - 1);
  context.restore();
}

/** What was due and waited: from when the oldest was due it grows to what the next turn finds. */
function drawReady(context: CanvasRenderingContext2D, scene: Scene, { turns }: Lane, top: number, x: (us: number) => number): void {
  const { view, palette, lanes } = scene;
  const height = READY_HEIGHT - 6;
  context.fillStyle = palette.busy;
  context.beginPath();
  for (const { atUs, lagUs, ready } of turns) {
    if (lagUs <= 0 || atUs < view.fromUs) continue;
    if (atUs - lagUs > view.toUs) continue;
    const right = x(atUs);
    const left = Math.min(x(atUs - lagUs), right - 1);
    const steep = (height * ready) / Math.max(4, lanes.mostReady);
    context.moveTo(left, top + 2);
    context.lineTo(right, top + 2);
    context.lineTo(right, top + 2 + Math.max(2, steep));
  }
  context.fill();
}

/** Threads in use as each turn began, until the next. */
function drawThreads(context: CanvasRenderingContext2D, scene: Scene, { turns }: Lane, top: number, x: (us: number) => number): void {
  const { view, palette, lanes } = scene;
  const height = THREADS_HEIGHT - 3;
  context.fillStyle = palette.threads;
  for (const [index, { atUs, threads }] of turns.entries()) {
    const nextUs = turns[index + 1]?.atUs ?? atUs;
    if (nextUs < view.fromUs || threads === 0) continue;
    if (atUs > view.toUs) break;
    context.fillRect(x(atUs), top, Math.max(1, x(nextUs) - x(atUs)), (height * threads) / lanes.mostThreads);
  }
}

/** Stripes: what blocks is told without its colour, too. */
function hatchOf(context: CanvasRenderingContext2D, palette: Palette): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  if (!pen) return palette.saturated;
  pen.fillStyle = palette.saturated;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = palette.saturatedSoft;
  pen.lineWidth = 2;
  for (const shift of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? palette.saturated;
}
