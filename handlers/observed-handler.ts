import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Failure } from '../federation/failures';

/** A function behind steps. */
type Handle = (request: unknown) => Promise<Readonly<Record<string, unknown>>>;

/** Logs and counts what a function does; a failure is thrown on, because the workflow decides what follows. */
export const observed = (serviceName: string, handle: Handle): Handle => {
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ namespace: 'OidcFactory', serviceName });
  return async (request) => {
    try {
      const answer = await handle(request);
      logger.info('step', { request, answer });
      metrics.addMetric('done', MetricUnit.Count, 1);
      return answer;
    } catch (error) {
      logger.error('step', { request, error: told(error) });
      metrics.addMetric(error instanceof Failure ? error.code : 'Unexpected', MetricUnit.Count, 1);
      throw error;
    } finally {
      metrics.publishStoredMetrics();
    }
  };
};

/**
 * What is logged of an error, and of what caused it: name, message and stack. Other attributes stay out, because
 * libraries hang whole requests on their errors, with the tokens in them.
 */
export const told = (error: unknown): unknown => {
  if (!(error instanceof Error)) return { thrown: typeof error };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: told(cause) }) };
};
