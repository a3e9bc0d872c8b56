/** A share 0…1 in per cent, with the four digits behind the point that purities are told by. */
export function percent(share: number): string {
  return (share * 100).toFixed(4);
}
