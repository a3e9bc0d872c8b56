/** The standard vocabularies of CBV 2.0, section 7, and their three spellings: bare word, GS1 web URI, URN of CBV 1.x. */

const BIZ_STEPS = `
accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning
departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other
packing picking receiving removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting
shipping staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping`;

const DISPOSITIONS = `
active available completeness_verified completeness_inferred conformant container_closed container_open damaged destroyed
dispensed disposed encoded expired in_progress in_transit inactive mismatch_instance mismatch_class mismatch_quantity
needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold
returned sellable_accessible sellable_not_accessible stolen unavailable unknown`;

const BIZ_TRANSACTION_TYPES = 'bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt';

const MEASUREMENT_TYPES = `
AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance
AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance
Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent
ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance
KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity
MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy
MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity Resistance Resistivity SolidAngle
SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction
VolumetricFlux Wavenumber`;

const COMPONENTS = `
x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude longitude altitude`;

/** One standard vocabulary. */
export type VocabularyKind =
  | 'bizStep'
  | 'disposition'
  | 'bizTransactionType'
  | 'sourceDestinationType'
  | 'errorReason'
  | 'measurementType'
  | 'sensorAlertType'
  | 'component';

interface Vocabulary {
  /** What stands before the bare word in the web URI. */
  readonly web: string;
  readonly curie: string;
  /** What stands before it in the URN of CBV 1.x; null for vocabularies that came with CBV 2.0. */
  readonly urn: string | null;
  /** Bare word to web URI. */
  readonly words: ReadonlyMap<string, string>;
}

function vocabulary(prefix: 'cbv' | 'gs1', start: string, urn: string | null, words: string): Vocabulary {
  const web = (prefix === 'cbv' ? 'https://ref.gs1.org/cbv/' : 'https://gs1.org/voc/') + start;
  const list = words.trim().split(/\s+/);
  return {
    web,
    curie: `${prefix}:${start}`,
    urn: urn === null ? null : `urn:epcglobal:cbv:${urn}:`,
    words: new Map(list.map((word) => [word, web + word])),
  };
}

const VOCABULARIES: Readonly<Record<VocabularyKind, Vocabulary>> = {
  bizStep: vocabulary('cbv', 'BizStep-', 'bizstep', BIZ_STEPS),
  disposition: vocabulary('cbv', 'Disp-', 'disp', DISPOSITIONS),
  bizTransactionType: vocabulary('cbv', 'BTT-', 'btt', BIZ_TRANSACTION_TYPES),
  sourceDestinationType: vocabulary('cbv', 'SDT-', 'sdt', 'owning_party possessing_party location'),
  errorReason: vocabulary('cbv', 'ER-', 'er', 'did_not_occur incorrect_data'),
  measurementType: vocabulary('gs1', '', null, MEASUREMENT_TYPES),
  sensorAlertType: vocabulary('gs1', '', null, 'ALARM_CONDITION ERROR_CONDITION'),
  component: vocabulary('cbv', 'Comp-', null, COMPONENTS),
};

/**
 * A vocabulary value as its GS1 web URI.
 * @param value bare word (`shipping`), URN (`urn:epcglobal:cbv:bizstep:shipping`), CURIE (`cbv:BizStep-shipping`) or web URI
 * @returns `https://ref.gs1.org/cbv/BizStep-shipping`; a value of another vocabulary comes back unchanged
 */
export function canonicalVocabulary(kind: VocabularyKind, value: string): string {
  const entry = VOCABULARIES[kind];
  return entry.words.get(value) ?? expand(entry, value);
}

function expand(entry: Vocabulary, value: string): string {
  if (entry.urn !== null && value.startsWith(entry.urn)) return entry.web + value.slice(entry.urn.length);
  return value.startsWith(entry.curie) ? entry.web + value.slice(entry.curie.length) : value;
}

/**
 * A standard vocabulary value as its bare word.
 * @param value in any spelling
 * @returns `shipping`; anything that is no standard value of that kind comes back unchanged
 */
export function shortVocabulary(kind: VocabularyKind, value: string): string {
  const entry = VOCABULARIES[kind];
  const uri = expand(entry, value);
  if (!uri.startsWith(entry.web)) return value;
  const word = uri.slice(entry.web.length);
  return entry.words.has(word) ? word : value;
}

/** How a standard word is written out: as URN of CBV 1.x, or as web URI. */
export type VocabularySpelling = 'urn' | 'web';

/**
 * A standard vocabulary value written out, as EPCIS XML wants it.
 * @param value in any spelling
 * @returns `urn:epcglobal:cbv:bizstep:shipping` or `https://ref.gs1.org/cbv/BizStep-shipping`; words of vocabularies that have no URNs
 *   (what sensors measure) as `gs1:Temperature` in place of a URN; anything that is no standard value of that kind unchanged
 */
export function spelledVocabulary(kind: VocabularyKind, value: string, spelling: VocabularySpelling): string {
  const entry = VOCABULARIES[kind];
  const word = shortVocabulary(kind, value);
  if (!entry.words.has(word)) return value;
  return spelling === 'web' ? entry.web + word : (entry.urn ?? entry.curie) + word;
}

/** The bare words of a vocabulary, in the order of the standard's JSON-LD context. */
export function vocabularyWords(kind: VocabularyKind): readonly string[] {
  return [...VOCABULARIES[kind].words.keys()];
}

const URN_VOCABULARIES: readonly Vocabulary[] = Object.values(VOCABULARIES).filter((entry) => entry.urn !== null);

/** A vocabulary URN of whatever kind as its web URI; any other text unchanged. */
export function webVocabulary(value: string): string {
  if (!value.startsWith('urn:epcglobal:cbv:')) return value;
  for (const entry of URN_VOCABULARIES) {
    const uri = expand(entry, value);
    if (uri !== value) return uri;
  }
  return value;
}
