export { ADD_CHECKPOINT_REFUSALS, formatAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';
export type { AddCheckpoint, AddCheckpointRefusal } from './add-checkpoint.ts';
export { CHECKPOINT_REFUSALS, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
export type { Checkpoint, CheckpointRefusal } from './checkpoint.ts';
export { cosignatureMessage, decodeCosignature, encodeCosignature } from './cosignature.ts';
export type { Cosignature } from './cosignature.ts';
export { BUNDLE_REFUSALS, decodeEntryBundle, encodeEntryBundle, ENTRY_BYTES_MAX } from './entry-bundle.ts';
export type { BundleRefusal } from './entry-bundle.ts';
export {
  formatSignerKey,
  formatVerifierKey,
  KEY_REFUSALS,
  parseSignerKey,
  parseVerifierKey,
  signerKey,
  verifierKey,
} from './note-key.ts';
export type { KeyRefusal, PublicKeyOf, SignatureType, SignerKey, VerifierKey } from './note-key.ts';
export { CHECKPOINT_OPENING_REFUSALS, openCheckpoint } from './open-checkpoint.ts';
export type { CheckpointOpeningRefusal, KnownLog, OpenedCheckpoint } from './open-checkpoint.ts';
export { openNote, OPENING_REFUSALS } from './open-note.ts';
export type { Ed25519Verify, KnownSignature, OpenedNote, OpeningRefusal } from './open-note.ts';
export type { Outcome } from './outcome.ts';
export { proveConsistency, proveInclusion, PROVING_REFUSALS, rootFromTiles } from './prove.ts';
export type { MadeProof, ProvingRefusal, ReadTiles } from './prove.ts';
export { cosignCheckpoint, signNote } from './sign-note.ts';
export type { Ed25519Sign } from './sign-note.ts';
export { formatNote, formatSignatureLine, NOTE_REFUSALS, parseNote, parseSignatureLines, SIGNATURES_MAX } from './signed-note.ts';
export type { NoteRefusal, NoteSignature, SignedNote } from './signed-note.ts';
export { TileEdge } from './tile-edge.ts';
export type { FilledTile } from './tile-edge.ts';
export { parseTilePath, TILE_WIDTH, tilePath } from './tile.ts';
export type { EntryBundle, HashTile, Tile } from './tile.ts';
export { bundlesOfGrowth, partialTiles, tilesOfGrowth, tileWidth } from './tiling.ts';
export { formatTlogProof, parseTlogProof, TLOG_PROOF_REFUSALS } from './tlog-proof.ts';
export type { TlogProof, TlogProofRefusal } from './tlog-proof.ts';
export { TreeEdge } from './tree-edge.ts';
export type { SubtreeListener } from './tree-edge.ts';
export { HASH_BYTES, treeHasher } from './tree-hash.ts';
export type { Digest, TreeHasher } from './tree-hash.ts';
export { pathOfInclusion, PROOF_REFUSALS, verifyConsistency, verifyInclusion } from './verify-proof.ts';
export type { ConsistencyClaim, InclusionClaim, PathStep, ProofRefusal, ProofVerdict } from './verify-proof.ts';
