import { useEffect, useState, type RefObject } from 'react';

const IDLE_MS = 1_500;

/**
 * True from the first time that the element comes near the window; on a page that is left in peace a little later anyway, so that it
 * prints whole. Never false again, and never true of what has no size: a Sankey in a hidden tab throws.
 */
export function useVisible(element: RefObject<HTMLElement | null>): boolean {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (target === null || visible) return;
    const show = (): void => setVisible(true);
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && show(), {
      rootMargin: '200px',
    });
    observer.observe(target);
    const idle = setTimeout(() => target.getClientRects().length > 0 && show(), IDLE_MS);
    return () => {
      observer.disconnect();
      clearTimeout(idle);
    };
  }, [element, visible]);
  return visible;
}
