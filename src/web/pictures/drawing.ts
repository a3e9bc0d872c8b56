import { BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart } from 'echarts/charts';
import { GridComponent, LegendComponent, LegendScrollComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use as register, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

register([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  SankeyChart,
  GridComponent,
  LegendComponent,
  LegendScrollComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** Starts a drawing in an element that is in sight and has a size; only the kinds of picture that the pages use are in the bundle. */
export function startDrawing(element: HTMLElement): ECharts {
  return init(element, null, { renderer: 'canvas' });
}
