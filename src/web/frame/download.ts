/** Hands a text to the browser as a file. */
export function downloadText(fileName: string, text: string, mediaType: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  downloadAddress(fileName, address);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Hands what an address holds (a data or blob address) to the browser as a file. */
export function downloadAddress(fileName: string, address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
}
