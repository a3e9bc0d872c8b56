/**
 * The standard normal number that is about as improbable as a Student number (D. L. Wallace, Bounds on normal approximations to Student's and
 * the chi-square distributions, Annals of Mathematical Statistics 30, 1959), within 0.02 below 4.
 */
export function normalScore(t: number, degrees: number): number {
  const size = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p((t * t) / degrees));
  return Math.sign(t) * size;
}
