import { createContext, useContext, useEffect, useLayoutEffect, useState } from 'react';
import { paletteAsVariables, paletteFor, type Palette } from './palette.ts';

export const PaletteContext = createContext<Palette>(paletteFor(false));

/** The palette in force. */
export function usePalette(): Palette {
  return useContext(PaletteContext);
}

/** Follows the system: dark where it asks for dark, always light on paper. Sets the CSS variables of the page. */
export function useSystemPalette(): Palette {
  const dark = useMedia('(prefers-color-scheme: dark)');
  const paper = useMedia('print');
  const palette = paletteFor(dark && !paper);
  useLayoutEffect(() => {
    for (const [name, colour] of Object.entries(paletteAsVariables(palette)))
      document.documentElement.style.setProperty(name, colour);
    document.documentElement.style.colorScheme = palette.dark ? 'dark' : 'light';
  }, [palette]);
  return palette;
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const follow = (): void => setMatches(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [query]);
  return matches;
}
