import type { BlockPattern, BlockSystem } from './block-system.ts';
import { MODULE } from './block-elimination.wasm.ts';

/** Solves a block tridiagonal system into the last argument. @returns false when the matrix is singular */
export type Eliminate = (system: BlockSystem, solution: Float64Array) => boolean;

const PAGE = 65536;
const NUMBER = 8;
/** What `System` and its three `Part`s take in `block-elimination.assembly.ts`, in words of 32 bits, filled up to whole numbers. */
const WORDS = { system: 13, part: 3, all: 22 };

/** `block-elimination.assembly.ts`, loaded: null where WebAssembly or its SIMD is missing, or the policy of a page forbids it. */
export function loadElimination(): Eliminate | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(MODULE), (letter) => letter.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  const module = compiled(bytes);
  return module === null ? null : eliminationOf(new WebAssembly.Instance(module).exports);
}

/** What is valid fails to compile only where a policy forbids it: Content-Security-Policy without 'wasm-unsafe-eval'. */
function compiled(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(bytes);
  } catch (problem) {
    if (problem instanceof WebAssembly.CompileError) return null;
    throw problem;
  }
}

function eliminationOf(exports: WebAssembly.Exports): Eliminate {
  const room = new Room(exports['memory'] as WebAssembly.Memory);
  const run = exports['eliminate'] as (system: number) => number;
  return (system, solution) => {
    const at = room.write(system);
    const isSolved = run(0) === 1;
    if (isSolved) solution.set(room.numbers.subarray(at, at + solution.length));
    return isSolved;
  };
}

/** The memory of the kernel. Systems are copied into it, which takes a hundredth of what their elimination takes: no view of it lives on. */
class Room {
  readonly #memory: WebAssembly.Memory;
  #words = new Int32Array(0);
  numbers = new Float64Array(0);
  /** The first number that is free, counted in numbers. */
  #free = 0;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** Lays a system out. @returns where its solution will be, counted in numbers */
  write(system: BlockSystem): number {
    const { blocks, size, upperWidth } = system;
    const [stride, width] = [filled(size + 1), filled(upperWidth)];
    const known = blocks * size;
    this.#grow(WORDS.all + 3 * known + width + size * stride + size + known * width + entriesOf(system));
    this.#free = WORDS.all / 2;
    const parts = [
      this.#part(0, system.lowerPattern, system.lower),
      this.#part(1, system.diagonalPattern, system.diagonal),
      this.#part(2, system.upperPattern, system.upper),
    ];
    const right = this.#copy(system.right);
    // What fills up is taken times what stands behind the solution: zeros.
    const rooms = [size * stride, size, known * width, known, known + width].map((count) => this.#take(count));
    this.numbers.fill(0, rooms.at(-1), this.#free);
    this.#words.set([blocks, size, stride, width, ...parts, right, ...rooms.map((at) => at * NUMBER)]);
    return rooms.at(-1)!;
  }

  #part(index: number, { rows, columns }: BlockPattern, values: Float64Array): number {
    const pairs = this.#take(rows.length);
    for (let e = 0; e < rows.length; e++) {
      this.#words[2 * (pairs + e)] = rows[e]!;
      this.#words[2 * (pairs + e) + 1] = columns[e]!;
    }
    const at = WORDS.system + index * WORDS.part;
    this.#words.set([rows.length, pairs * NUMBER, this.#copy(values)], at);
    return at * Int32Array.BYTES_PER_ELEMENT;
  }

  #copy(values: Float64Array): number {
    const at = this.#take(values.length);
    this.numbers.set(values, at);
    return at * NUMBER;
  }

  #take(count: number): number {
    this.#free += count;
    return this.#free - count;
  }

  #grow(count: number): void {
    const missing = Math.ceil((count * NUMBER - this.#memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    this.#memory.grow(missing);
    this.#words = new Int32Array(this.#memory.buffer);
    this.numbers = new Float64Array(this.#memory.buffer);
  }
}

/** Numbers that the values and patterns of a system take. */
function entriesOf({ lower, diagonal, upper, lowerPattern, diagonalPattern, upperPattern }: BlockSystem): number {
  const patterns = [lowerPattern, diagonalPattern, upperPattern].reduce((sum, { rows }) => sum + rows.length, 0);
  return lower.length + diagonal.length + upper.length + patterns;
}

/** Four numbers at a time. */
function filled(count: number): number {
  return Math.ceil(count / 4) * 4;
}
