export { EMPTY_REGISTRY, mergeRegistry } from './merge-registry.ts';
export type { MergedRegistry } from './merge-registry.ts';
export type { Found, Named } from './name-search.ts';
export type { RegistryProblem } from './problem.ts';
export { readRegistry } from './read-registry.ts';
export type { ReadRegistry } from './read-registry.ts';
export type {
  Deposit,
  LifeEvent,
  Listing,
  MiningArea,
  Organisation,
  Permit,
  Product,
  RegisteredQuota,
  Registry,
  PatrolCell,
  ReserveOrder,
  Site,
} from './schema.ts';
export { isUsci, usciCheckCharacter } from './usci.ts';
export { viewRegistry } from './view-registry.ts';
export type { RegistryView } from './view-registry.ts';
export { standingOn } from './lives.ts';
export type { Standing } from './lives.ts';
export { areaKm2, holds, isWithin, ringOf } from './polygon.ts';
export { capacityOn } from './capacity.ts';
export type { Capacity } from './capacity.ts';
export { structureOn } from './structure.ts';
export type { Share, Structure } from './structure.ts';
