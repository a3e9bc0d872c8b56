import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useVisible } from './use-visible.ts';

/** Gives the picture as a PNG data address; null while nothing is drawn. */
export type Snapshot = (ground: string) => string;

interface ChartProps {
  readonly option: EChartsCoreOption;
  readonly height: number;
  /** What the picture says, in words, for those who do not see it; the figures are in the table beside it. */
  readonly label: string;
  readonly snapshot: RefObject<Snapshot | null>;
  readonly onPick?: ((name: string) => void) | undefined;
}

/** A picture that is drawn when it comes in sight; the drawing code is loaded with the first one. */
export function Chart({ option, height, label, snapshot, onPick }: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const visible = useVisible(element);
  const drawing = useDrawing(element, visible, snapshot);
  useEffect(() => {
    drawing?.setOption(option, { notMerge: true });
  }, [drawing, option]);
  useEffect(() => {
    drawing?.resize();
  }, [drawing, height]);
  useEffect(() => {
    if (drawing === null || onPick === undefined) return;
    const pick = (event: { name?: unknown }): void => {
      if (typeof event.name === 'string') onPick(event.name);
    };
    drawing.on('click', pick);
    return () => {
      if (!drawing.isDisposed()) drawing.off('click', pick);
    };
  }, [drawing, onPick]);
  return <div ref={element} className="chart" style={{ height }} role="img" aria-label={label} data-drawn={drawing !== null} />;
}

function useDrawing(
  element: RefObject<HTMLDivElement | null>,
  visible: boolean,
  snapshot: RefObject<Snapshot | null>,
): ECharts | null {
  const [drawing, setDrawing] = useState<ECharts | null>(null);
  useEffect(() => {
    if (!visible) return;
    let left = false;
    let started: ECharts | null = null;
    const observer = new ResizeObserver(() => started?.resize());
    void import('./drawing.ts').then(({ startDrawing }) => {
      if (left || element.current === null) return;
      started = startDrawing(element.current);
      const drawn = started;
      snapshot.current = (ground) => drawn.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: ground });
      observer.observe(element.current);
      setDrawing(started);
    });
    return () => {
      left = true;
      observer.disconnect();
      snapshot.current = null;
      started?.dispose();
      setDrawing(null);
    };
  }, [element, visible, snapshot]);
  return drawing;
}
