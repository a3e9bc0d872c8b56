/** The component that fills whatever places the others leave in the extractant. */
export const HYDROGEN = 'H';
