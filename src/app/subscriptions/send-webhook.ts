import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { lookupPublic } from './private-addresses.ts';

/** One delivery on its way: what, and under which number; the number stays the same however often it is tried. */
export interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly dest: string;
  readonly signatureToken: string | null;
}

/** How deliveries are sent. */
export interface Sending {
  /** Whether addresses behind this server are allowed too: for a plant's own network. */
  readonly allowsPrivate: boolean;
  readonly timeoutMs: number;
}

/** A delivery that did not arrive. */
export class NotDelivered extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotDelivered';
  }
}

/**
 * Sends a delivery. Redirects are not followed, the answer's body is not read.
 * @throws NotDelivered unless the answer is 2xx
 */
export function sendWebhook(delivery: Delivery, sending: Sending, nowMs: number): Promise<void> {
  const url = new URL(delivery.dest);
  const body = Buffer.from(delivery.body);
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = ask(url, {
      method: 'POST',
      headers: { ...headersOf(delivery, body, nowMs), 'Content-Length': body.length },
      signal: AbortSignal.timeout(sending.timeoutMs),
      agent: false,
      ...(sending.allowsPrivate ? {} : { lookup: lookupPublic }),
    });
    request.on('response', (response) => {
      const { statusCode = 0 } = response;
      response.destroy();
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new NotDelivered(`${url.host} answered ${statusCode}`));
    });
    request.on('error', (error) => {
      const isLate = error.name === 'TimeoutError' || error.name === 'AbortError';
      reject(
        new NotDelivered(
          isLate ? `${url.host} did not answer in ${sending.timeoutMs / 1000} s` : `${url.host}: ${error.message}`,
        ),
      );
    });
    request.end(body);
  });
}

/**
 * The headers of a delivery. `GS1-Signature` is the HMAC-SHA-256 of the body with the subscriber's token; beside it the three headers of
 * Standard Webhooks 1.0, whose signature covers the delivery's number and time too.
 */
export function headersOf({ id, signatureToken }: Delivery, body: Buffer, nowMs: number): Record<string, string> {
  const time = new Date(nowMs);
  const plain = {
    'Content-Type': 'application/json',
    'GS1-EPCIS-Version': '2.0.0',
    'GS1-CBV-Version': '2.0.0',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(nowMs / 1000)),
  };
  if (signatureToken === null) return plain;
  const mac = createHmac('sha256', signatureToken).update(body).digest('hex');
  const signature = new Webhook(signatureToken, { format: 'raw' }).sign(id, time, body);
  return { ...plain, 'GS1-Signature': `sha256=${mac}`, 'webhook-signature': signature };
}
