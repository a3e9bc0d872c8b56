export { drawLabel } from './draw-label.ts';
export type { Label, LabelFormat, LabelSize } from './label.ts';
export { drawQrCode } from './qr-picture.ts';
