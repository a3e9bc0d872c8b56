/** Numbers and texts one after the other, on their way to another thread: numbers as doubles in one buffer, each text once in a list. */
export interface PackedNumbers {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
}

/** In place of a text's number where there is none. */
const NO_TEXT = -1;

/** Packs numbers and texts. */
export class NumberPacker {
  private numbers = new Float64Array(4096);
  private length = 0;
  private readonly texts: string[] = [];
  private readonly places = new Map<string, number>();

  number(value: number): void {
    if (this.length === this.numbers.length) this.grow();
    this.numbers[this.length++] = value;
  }

  /** A text, or none; one that comes again stands once, and is one and the same object when it is unpacked. */
  text(text: string | null): void {
    if (text === null) return this.number(NO_TEXT);
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.texts.push(text) - 1;
      this.places.set(text, place);
    }
    this.number(place);
  }

  /** A whole number of any size, or none. */
  whole(value: bigint | null): void {
    const double = Number(value ?? Number.NaN);
    if (value === null || Number.isSafeInteger(double)) return this.number(double);
    this.number(Infinity);
    this.text(String(value));
  }

  /** Some items, their count before them. */
  list<T>(items: readonly T[], pack: (item: T) => void): void {
    this.number(items.length);
    for (const item of items) pack(item);
  }

  finish(): PackedNumbers {
    return { numbers: this.numbers.slice(0, this.length), texts: this.texts };
  }

  private grow(): void {
    const grown = new Float64Array(2 * this.numbers.length);
    grown.set(this.numbers);
    this.numbers = grown;
  }
}

/** Unpacks what `NumberPacker` packed, in the same order. */
export class NumberUnpacker {
  private readonly packed: PackedNumbers;
  private at = 0;

  constructor(packed: PackedNumbers) {
    this.packed = packed;
  }

  number(): number {
    return this.packed.numbers[this.at++]!;
  }

  /** @throws Error where there is none */
  text(): string {
    const text = this.packed.texts[this.number()];
    if (text === undefined) throw new Error('NumberUnpacker: a text was expected and there is none');
    return text;
  }

  textOrNull(): string | null {
    return this.packed.texts[this.number()] ?? null;
  }

  whole(): bigint | null {
    const double = this.number();
    if (double === Infinity) return BigInt(this.text());
    return Number.isNaN(double) ? null : BigInt(double);
  }

  list<T>(unpack: () => T): T[] {
    const items: T[] = [];
    for (let count = this.number(); count > 0; count--) items.push(unpack());
    return items;
  }
}
