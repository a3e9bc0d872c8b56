import { assayDigits } from './assay/assay-digits.ts';
import { assayCopied } from './assay/assay-copies.ts';
import { assayDisagreement } from './assay/assay-disagreement.ts';
import { assaySum } from './assay/assay-sum.ts';
import { recoveryOutlier } from './balance/recovery.ts';
import { mufGain, mufGainStep, mufLoss, mufLossStep } from './balance/sequential.ts';
import { lineRetired, seasonClosed } from './conduct/closed-lines.ts';
import { invoicedMass } from './conduct/invoiced-mass.ts';
import { roundTrip } from './conduct/round-trips.ts';
import { processComposition } from './matter/composition.ts';
import { invoiceReused } from './conduct/invoices.ts';
import { recordLate } from './conduct/late-records.ts';
import { blackListed } from './conduct/listed.ts';
import { siteUnregistered } from './conduct/unregistered.ts';
import { lotAppeared } from './matter/appeared.ts';
import { shipmentBias, shipmentDifference } from './matter/consignments.ts';
import { lotNotHeld, lotOversold, receiptUnannounced } from './matter/drawn-from-nothing.ts';
import { processGain } from './matter/process-gain.ts';
import { stockDifference, stockDrift } from './matter/stock-takes.ts';
import { originDistribution } from './origin/declared-origin.ts';
import { oreAsScrap } from './origin/ore-as-scrap.ts';
import { exportLicence, exportOverdrawn } from './rights/exports.ts';
import { invoicedProduct } from './conduct/invoiced-product.ts';
import { sharedAddress } from './conduct/shared-address.ts';
import { reserveLoanOverdue, reserveNoOrder, reserveOrderExceeded } from './rights/reserve-orders.ts';
import { reserveRotation } from './rights/reserve-rotation.ts';
import { dischargeExceeded } from './rights/discharges.ts';
import { monthPlan } from './rights/month-plan.ts';
import { licenceOutsideZone, mineOutsideLicence } from './rights/ground.ts';
import { permitExceeded, permitMissing } from './rights/permits.ts';
import { quotaNotHeld, quotaOverdraw, quotaPace } from './rights/quotas.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order in which they are told. */
export const RULES: readonly Rule[] = [
  lotNotHeld,
  lotOversold,
  lotAppeared,
  receiptUnannounced,
  shipmentDifference,
  shipmentBias,
  stockDifference,
  stockDrift,
  processGain,
  processComposition,
  mufLoss,
  mufGain,
  mufLossStep,
  mufGainStep,
  recoveryOutlier,
  assaySum,
  assayDisagreement,
  assayCopied,
  assayDigits,
  originDistribution,
  oreAsScrap,
  quotaOverdraw,
  quotaNotHeld,
  quotaPace,
  permitMissing,
  permitExceeded,
  monthPlan,
  reserveNoOrder,
  reserveOrderExceeded,
  reserveLoanOverdue,
  reserveRotation,
  dischargeExceeded,
  mineOutsideLicence,
  licenceOutsideZone,
  exportLicence,
  exportOverdrawn,
  blackListed,
  siteUnregistered,
  lineRetired,
  seasonClosed,
  invoiceReused,
  invoicedMass,
  invoicedProduct,
  sharedAddress,
  roundTrip,
  recordLate,
];
