/**
 * Orders in which a train of cuts can part products: after each cut both sides are parted further, so that an order is a binary tree. What a cut
 * needs follows from the amounts on its two sides and the factor across it alone, so that the best orders of a range of products are made of the
 * best of its parts.
 */

/** An order, written as the boundaries it cuts, each before those on its two sides, the raffinate's first; and the extraction of all cuts. */
export interface CutOrder {
  readonly boundaries: readonly number[];
  /** Moles that the organics of all cuts carry for one mole fed to the first. */
  readonly extraction: number;
}

/** The optimum extraction of a cut. @see Xu Guangxian, Rare Earths (2nd ed. 1995), on the theory of countercurrent extraction */
function extractionOf(raffinate: number, organic: number, beta: number): number {
  const root = Math.sqrt(beta);
  return Math.max(raffinate, root * organic) / (root - 1);
}

/**
 * The best orders by total extraction.
 * @param amounts moles of each product, from the raffinate to the organic
 * @param betas factor across each boundary
 * @param count how many are told
 */
export function bestOrders(amounts: readonly number[], betas: readonly number[], count: number): CutOrder[] {
  const products = amounts.length;
  const sums = amounts.reduce((list, amount) => [...list, list.at(-1)! + amount], [0]);
  /** Of the products `from` to `to`. */
  const known = new Map<number, CutOrder[]>();
  const ordersOf = (from: number, to: number): CutOrder[] =>
    known.get(from * products + to) ?? [{ boundaries: [], extraction: 0 }];
  for (let length = 1; length < products; length++)
    for (let from = 0; from + length < products; from++) {
      const to = from + length;
      const orders: CutOrder[] = [];
      for (let cut = from; cut < to; cut++) {
        const own = extractionOf(sums[cut + 1]! - sums[from]!, sums[to + 1]! - sums[cut + 1]!, betas[cut]!);
        orders.push(...joined(cut, own, ordersOf(from, cut), ordersOf(cut + 1, to)));
      }
      known.set(from * products + to, orders.toSorted((a, b) => a.extraction - b.extraction).slice(0, count));
    }
  return ordersOf(0, products - 1);
}

/** A cut and each way to go on at both sides. */
function joined(cut: number, own: number, belows: readonly CutOrder[], aboves: readonly CutOrder[]): CutOrder[] {
  return belows.flatMap((below) =>
    aboves.map((above) => ({
      boundaries: [cut, ...below.boundaries, ...above.boundaries],
      extraction: own + below.extraction + above.extraction,
    })),
  );
}
