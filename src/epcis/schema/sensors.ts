import { z } from 'zod';
import { extensibleObject, Time, Uri, vocabularyWord } from './fields.ts';
import { isUriOutsideGs1Vocabulary } from './formats.ts';
import { COMPONENTS, MEASUREMENT_TYPES, SENSOR_ALERT_TYPES } from './words.ts';

const Decimal = z.number().optional();
const OptionalUri = Uri.optional();

/** What holds for every report of a sensor element. */
export const SensorMetadata = extensibleObject({
  time: Time.optional(),
  deviceID: OptionalUri,
  deviceMetadata: OptionalUri,
  rawData: OptionalUri,
  startTime: Time.optional(),
  endTime: Time.optional(),
  dataProcessingMethod: OptionalUri,
  bizRules: OptionalUri,
});

/** One measured or computed value. */
export const SensorReport = extensibleObject({
  type: vocabularyWord('measurementType', MEASUREMENT_TYPES, isUriOutsideGs1Vocabulary),
  exception: vocabularyWord('sensorAlertType', SENSOR_ALERT_TYPES, isUriOutsideGs1Vocabulary).optional(),
  deviceID: OptionalUri,
  deviceMetadata: OptionalUri,
  rawData: OptionalUri,
  dataProcessingMethod: OptionalUri,
  bizRules: OptionalUri,
  time: Time.optional(),
  microorganism: OptionalUri,
  chemicalSubstance: OptionalUri,
  coordinateReferenceSystem: OptionalUri,
  value: Decimal,
  component: vocabularyWord('component', COMPONENTS).optional(),
  stringValue: z.string().optional(),
  booleanValue: z.boolean().optional(),
  hexBinaryValue: z.stringFormat('hex-binary', /^[A-Fa-f0-9]+$/).optional(),
  uriValue: OptionalUri,
  minValue: Decimal,
  maxValue: Decimal,
  meanValue: Decimal,
  sDev: Decimal,
  percRank: Decimal,
  percValue: Decimal,
  uom: z.string().optional(),
});

/** Reports of one sensor or one set of conditions, with what they share. */
export const SensorElement = extensibleObject({
  sensorMetadata: SensorMetadata.optional(),
  sensorReport: z.array(SensorReport).min(1),
});
export type SensorElement = z.infer<typeof SensorElement>;
