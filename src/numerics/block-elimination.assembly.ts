/**
 * What `block-elimination.ts` does, operation by operation, with two numbers at a time: AssemblyScript, which `npm run build:assembly` compiles
 * into `block-elimination.wasm.ts`. All arrays are addresses in one memory that `assembled-elimination.ts` lays out; rows of matrices are
 * filled up with zeros to numbers of columns that four divides.
 */

const NUMBER: usize = 8;
const INDEX: usize = 4;

/** A pattern, its pairs of row and column, and the values of the block at hand. */
@unmanaged
class Part {
  places: i32;
  pattern: usize;
  values: usize;
}

/** A system, and room to solve it. */
@unmanaged
class System {
  blocks: i32;
  size: i32;
  /** Columns of `block`: those of the block, its right side, and what fills up. */
  stride: i32;
  /** Columns of `follows`: those of upper blocks that hold something, and what fills up. */
  width: i32;
  lower: Part;
  diagonal: Part;
  upper: Part;
  right: usize;
  block: usize;
  /** Where columns of the inverse stand, and behind it the rows that were swapped. */
  places: usize;
  follows: usize;
  known: usize;
  solution: usize;
}

/** Blocks one after the other, from first to last and back. @returns 0 when the matrix is singular */
export function eliminate(system: System): i32 {
  const ofRight = <usize>system.size * NUMBER;
  const ofFollows = <usize>system.width * ofRight;
  for (let index = 0; index < system.blocks; index++) {
    fill(system);
    if (index > 0) takeBefore(system, system.follows - ofFollows, system.known - ofRight);
    if (!invert(system.block, system.size, system.stride, system.places)) return 0;
    follow(system);
    goOn(system.lower);
    goOn(system.diagonal);
    goOn(system.upper);
    system.right += ofRight;
    system.known += ofRight;
    system.follows += ofFollows;
  }
  unwind(system);
  return 1;
}

function goOn(part: Part): void {
  part.values += <usize>part.places * NUMBER;
}

function fill(system: System): void {
  const size = system.size;
  const stride = system.stride;
  const block = system.block;
  const part = system.diagonal;
  memory.fill(block, 0, <usize>size * <usize>stride * NUMBER);
  for (let e = 0; e < part.places; e++) {
    const at = row(part, e) * stride + column(part, e);
    store<f64>(number(block, at), load<f64>(number(part.values, e)));
  }
  for (let r = 0; r < size; r++) store<f64>(number(block, r * stride + size), load<f64>(number(system.right, r)));
}

/** What the block before says of its unknowns, put in. */
function takeBefore(system: System, follows: usize, known: usize): void {
  const part = system.lower;
  for (let e = 0; e < part.places; e++) {
    const weight = load<f64>(number(part.values, e));
    const from = column(part, e);
    const to = number(system.block, row(part, e) * system.stride);
    takeAway(to, number(follows, from * system.width), system.width, weight);
    const right = number(to, system.size);
    store<f64>(right, load<f64>(right) - weight * load<f64>(number(known, from)));
  }
}

/** Gauss and Jordan in place, rows swapped for the greatest pivot: columns of the inverse end in other places. */
function invert(block: usize, size: i32, stride: i32, places: usize): bool {
  const step = <usize>stride * NUMBER;
  const end = block + <usize>size * step;
  const swaps = places + <usize>size * INDEX;
  let own = block;
  for (let pivot = 0; pivot < size; pivot++) {
    const at = <usize>pivot * NUMBER;
    const best = greatestRow(own, step, end, at);
    const greatest = load<f64>(best + at);
    if (greatest == 0) return false;
    store<i32>(swaps + <usize>pivot * INDEX, <i32>((best - block) / step));
    if (best != own) swapRows(best, own, stride);
    store<f64>(own + at, 1);
    multiply(own, stride, 1 / greatest);
    for (let other = block; other < end; other += step) {
      const factor = load<f64>(other + at);
      if (other == own || factor == 0) continue;
      store<f64>(other + at, 0);
      takeAway(other, own, stride, factor);
    }
    own += step;
  }
  unswap(size, places, swaps);
  return true;
}

/** Where each column of the inverse stands. */
function unswap(size: i32, places: usize, swaps: usize): void {
  for (let r = 0; r < size; r++) store<i32>(places + <usize>r * INDEX, r);
  for (let pivot = size - 1; pivot >= 0; pivot--) {
    const a = places + <usize>pivot * INDEX;
    const b = places + <usize>load<i32>(swaps + <usize>pivot * INDEX) * INDEX;
    const kept = load<i32>(a);
    store<i32>(a, load<i32>(b));
    store<i32>(b, kept);
  }
}

/** How this block's unknowns follow from those of the next. */
function follow(system: System): void {
  const part = system.upper;
  const size = system.size;
  const width = system.width;
  memory.fill(system.follows, 0, <usize>size * <usize>width * NUMBER);
  for (let r = 0; r < size; r++) {
    const from = number(system.block, r * system.stride);
    const to = number(system.follows, r * width);
    for (let e = 0; e < part.places; e++) {
      const sum = number(to, column(part, e));
      const inverse = number(from, load<i32>(system.places + <usize>row(part, e) * INDEX));
      store<f64>(sum, load<f64>(sum) + load<f64>(inverse) * load<f64>(number(part.values, e)));
    }
    store<f64>(number(system.known, r), load<f64>(number(from, size)));
  }
}

/** From the last block back; `known` and `follows` point behind it. */
function unwind(system: System): void {
  const size = system.size;
  const width = system.width;
  const run = <usize>size * NUMBER;
  let known = system.known;
  let follows = system.follows;
  let here = system.solution + <usize>system.blocks * run;
  for (let index = system.blocks - 1; index >= 0; index--) {
    const next = here;
    here -= run;
    known -= run;
    follows -= <usize>width * run;
    for (let r = 0; r < size; r++) {
      const value = load<f64>(number(known, r));
      const told = index < system.blocks - 1 ? product(number(follows, r * width), next, width) : 0;
      store<f64>(number(here, r), value - told);
    }
  }
}

/** Sums of products, those at even and those at odd places apart until the end. */
function product(a: usize, b: usize, count: i32): f64 {
  let sums = f64x2.splat(0);
  for (const end = number(a, count); a < end; a += 16, b += 16) sums = f64x2.add(sums, f64x2.mul(v128.load(a), v128.load(b)));
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** The row with the greatest number in a column, from a row on: its address. */
function greatestRow(first: usize, step: usize, end: usize, at: usize): usize {
  let best = first;
  let greatest = abs(load<f64>(first + at));
  for (let other = first + step; other < end; other += step) {
    const value = abs(load<f64>(other + at));
    if (value > greatest) {
      best = other;
      greatest = value;
    }
  }
  return best;
}

function swapRows(a: usize, b: usize, stride: i32): void {
  for (const end = a + <usize>stride * NUMBER; a < end; a += 16, b += 16) {
    const kept = v128.load(a);
    v128.store(a, v128.load(b));
    v128.store(b, kept);
  }
}

function multiply(to: usize, count: i32, factor: f64): void {
  const factors = f64x2.splat(factor);
  for (const end = to + <usize>count * NUMBER; to < end; to += 16) v128.store(to, f64x2.mul(v128.load(to), factors));
}

/** `to −= weight · from`, four at a time. */
function takeAway(to: usize, from: usize, count: i32, weight: f64): void {
  const weights = f64x2.splat(weight);
  const end = to + ((<usize>count) << 3);
  for (; to < end; to += 32, from += 32) {
    v128.store(to, f64x2.sub(v128.load(to), f64x2.mul(weights, v128.load(from))));
    v128.store(to, f64x2.sub(v128.load(to, 16), f64x2.mul(weights, v128.load(from, 16))), 16);
  }
}

function row(part: Part, place: i32): i32 {
  return load<i32>(part.pattern + ((<usize>place) << 3));
}

function column(part: Part, place: i32): i32 {
  return load<i32>(part.pattern + ((<usize>place) << 3), 4);
}

/** The address of a number in a row of them. */
function number(first: usize, at: i32): usize {
  return first + ((<usize>at) << 3);
}
