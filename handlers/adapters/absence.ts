import { failureOf, nameOf } from './failures';

/** IAM's own word for «there is no such thing». */
export const absent = 'NoSuchEntityException';

/** Undefined where IAM says that there is no such thing; a denied call is a failure. */
export const orAbsent = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (nameOf(error) === absent) return undefined;
    throw failureOf(error, what);
  }
};
