export { openApplication } from './application.ts';
export { readData } from './package-data.ts';
export { packageRoot } from './package-root.ts';
export type { Application, Loading } from './application.ts';
export type { CaptureErrorBehaviour, StartedCapture } from './capture/capture-document.ts';
export { CaptureRefusal } from './capture/capture-fault.ts';
export type { CaptureFault } from './capture/capture-fault.ts';
export type { EventOutcome } from './capture/commit.ts';
export type { DocumentForm } from './capture/prepare-document.ts';
export { captureLines, checkLines } from './capture/capture-lines.ts';
export type { LinesReport, Progress } from './capture/capture-lines.ts';
export { BARE_EVENT_CONTEXT, hashesOf, hashOf } from './capture/prepare.ts';
export { ALL_FLAGS, answerFlag, answerFlags } from './answers/answer-flags.ts';
export { answerUnaccounted } from './answers/answer-unaccounted.ts';
export { answerReserves } from './answers/answer-reserves.ts';
export { answerMap } from './answers/answer-map.ts';
export { loadMapGround, MapRefused } from './answers/map-ground.ts';
export { answerBalanceMap } from './answers/answer-balance-map.ts';
export { answerUnaccountedSites } from './answers/answer-unaccounted-sites.ts';
export { answerEnterpriseList } from './answers/answer-enterprise-list.ts';
export { answerEnterprises } from './answers/answer-enterprises.ts';
export { actOnConduct, ConductRefused } from './conduct/act-on-conduct.ts';
export { AddressRefused, setAddress } from './conduct/authority-addresses.ts';
export { NoticeRounds } from './conduct/notice-rounds.ts';
export { answerPatrols, notePatrol } from './conduct/patrols.ts';
export { answerConduct, answerNormConditions } from './conduct/answer-conduct.ts';
export { answerCredit, answerDraw } from './conduct/answer-credit.ts';
export { answerLists } from './conduct/answer-lists.ts';
export { answerRelease, answerReleases, answerStatistics, Embargoed } from './statistics/answer-releases.ts';
export { answerForms, FormRefused, sendForm } from './statistics/forms.ts';
export { answerPriceIndex, enterPrices } from './statistics/prices.ts';
export { openDataCatalogue } from './statistics/catalogue.ts';
export { actOnRelease, ReleaseRefused } from './statistics/manage-releases.ts';
export { RELEASE_FORMATS, releaseFile } from './statistics/release-files.ts';
export { answerIndicators, enterIndicator } from './indicators/answer-indicators.ts';
export { answerCases } from './cases/answer-cases.ts';
export { actOnCase, CaseRefused } from './cases/manage-cases.ts';
export { answerRules } from './answers/answer-rules.ts';
export { RuleRounds } from './rules/rule-rounds.ts';
export { answerLog, answerLogPath } from './log/answer-log.ts';
export type { WitnessAddress } from './log/ask-witnesses.ts';
export {
  logKey,
  proveEntry,
  proveEvent,
  proveGrowth,
  ProofRefused,
  readCheckpoint,
  readTile,
  readWitnessed,
} from './log/read-log.ts';
export { logSigner, newLogKey } from './log/log-signer.ts';
export { readLogKey, verifyEventProof } from './log/verify-proof.ts';
export { verifyRecord } from './log/verify-record.ts';
export { witnessCheckpoint, witnessKey } from './log/witness.ts';
export type { Witness, WitnessAnswer } from './log/witness.ts';
export { WitnessRounds } from './log/witness-rounds.ts';
export { MODEL_TASKS } from './models/model-task.ts';
export type { ModelRefusal, ModelTask } from './models/model-task.ts';
export { ModelsBusy, runModel } from './models/run-model.ts';
export { loadLinearSolver } from './models/linear-solver.ts';
export { runUncertainty } from './models/run-uncertainty.ts';
export { simulateScenario } from './scenario.ts';
export { loadRegistry, RegistryRefusal } from './load-registry.ts';
export type { LoadedRegistry } from './load-registry.ts';
export { captureLinesAsJob, findCaptureJob, listCaptureJobs } from './capture/capture-jobs.ts';
export type { CapturedLines, CaptureJobPage } from './capture/capture-jobs.ts';
export { findEvent } from './events/find-event.ts';
export { PageTokenRefusal } from './events/page-token.ts';
export { queryEvents, QueryTooLarge } from './events/query-events.ts';
export type { EventPage, EventPaging } from './events/query-events.ts';
export { loneEvent, queryDocument } from './events/query-document.ts';
export { epcSpelling, UnwritableEpc, type EpcFormat } from './events/epc-format.ts';
export { dropPageToken, refuseDropped } from './events/dropped-tokens.ts';
export {
  askedBy,
  findNamedQuery,
  listNamedQueries,
  nameQuery,
  NameTaken,
  readNamedQuery,
  removeNamedQuery,
} from './queries/named-queries.ts';
export type { NamedQuery } from './queries/named-queries.ts';
export { findResource } from './resources/find-resource.ts';
export { listResources } from './resources/list-resources.ts';
export { answerSubscriptions } from './subscriptions/answer-subscriptions.ts';
export { LIVE, SubscriptionEngine } from './subscriptions/engine.ts';
export {
  endSubscriptionsOf,
  findSubscription,
  listSubscriptions,
  placeBefore,
  subscribe,
  SubscriptionRefused,
  unsubscribe,
  wishOf,
} from './subscriptions/manage-subscriptions.ts';
export type { KeptSubscription } from './subscriptions/manage-subscriptions.ts';
export type { Schedule } from './subscriptions/schedule.ts';
export type { Timing } from './subscriptions/subscription.ts';
export { collectPassport } from './passports/collect-passport.ts';
export {
  issueCredential,
  issuePresentation,
  issueStatusList,
  revokePassport,
  OWN_CONTEXT_PATH,
  VC_JWT,
  VC_SD_JWT,
} from './passports/issue-passport.ts';
export type { IssuingPlace } from './passports/issue-passport.ts';
export { newIssuerKeys, PassportIssuer } from './passports/issuer.ts';
export { verifyPassport } from './passports/verify-passport.ts';
export type { PassportVerdict } from './passports/verify-passport.ts';
export { recordSimulatedYear, simulateYear } from './simulated-year.ts';
export type { ReadData } from './package-data.ts';
export { runQuotaCommand } from './quota-commands.ts';
export type { QuotaCommand, QuotaCommandAnswer } from './quota-commands.ts';
export { answerBalance } from './answers/answer-balance.ts';
export type { BalanceQuestion } from './answers/answer-balance.ts';
export { answerLineage } from './answers/answer-lineage.ts';
export type { LineageQuestion } from './answers/answer-lineage.ts';
export { answerFeasibility } from './answers/answer-feasibility.ts';
export { answerLot } from './answers/answer-lot.ts';
export { answerMonth, calendarMonth } from './answers/answer-month.ts';
export type { CalendarMonth, MonthQuestion } from './answers/answer-month.ts';
export { MonthRefused } from './models/month-task.ts';
export { answerOrganisation, answerOrganisations } from './answers/answer-organisations.ts';
export { answerOverview } from './answers/answer-overview.ts';
export { answerQuotas } from './answers/answer-quotas.ts';
export { answerSearch } from './answers/answer-search.ts';
export { answerSite, answerSites } from './answers/answer-sites.ts';
export type { SiteQuestion } from './answers/answer-sites.ts';
export { answerStatus } from './answers/answer-status.ts';
export { answerTrace } from './answers/answer-trace.ts';
export type { TraceQuestion } from './answers/answer-trace.ts';
export type { AskedMoment } from './answers/moment.ts';
export { AccessRefused, EntryRefused, KeyUnknown } from './access/access-refused.ts';
export { drawQrCode as drawEnrolment } from '../labels/index.ts';
export { answerAudit, noteReading, seesOthers } from './access/audit.ts';
export { enterByIdentity } from './access/identity-entry.ts';
export type { ProvenIdentity } from './access/identity-entry.ts';
export { identifyKey, identifySession, identifyStranger, isUnclaimed } from './access/identify.ts';
export type { Identified } from './access/identify.ts';
export {
  addAccount,
  answerMembers,
  changeAccount,
  firstLink,
  makeKey,
  ownAccount,
  removeSecondFactor,
  renewLink,
  revokeKey,
  setDisabled,
} from './access/members.ts';
export type { OneTimeLink } from './access/members.ts';
export { answerSessions, endOwnSession } from './access/own-sessions.ts';
export type { Origin, SessionStage } from './access/sessions.ts';
export { answerShares, giveShare, withdrawShare } from './access/shares.ts';
export { beginEnrolment, changePassword, claimLink, finishEnrolment, giveCode, signIn, signOut } from './access/sign-in.ts';
export type { Entry } from './access/sign-in.ts';
export { ActRefused, permit } from './permit.ts';
export { OutOfScope } from './answers/out-of-scope.ts';
export { NotOnRecord } from './answers/not-on-record.ts';
export { answerScan } from './codes/answer-scan.ts';
export { CodeRefused } from './codes/code-refused.ts';
export { makeLabel } from './codes/make-label.ts';
export type { LabelQuestion } from './codes/make-label.ts';
export { resolveIdentifier } from './codes/resolve-identifier.ts';
export type { ResolvedIdentifier } from './codes/resolve-identifier.ts';
