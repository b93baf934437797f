import { access } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../federation/failures';

/**
 * A folder that the build has made in `dist/` of the package that this file belongs to.
 * @throws Failure `InvalidInput` where the package is not built.
 */
export const builtFolder = (name: string): Promise<string> => search(__dirname, name);

const search = async (from: string, name: string): Promise<string> => {
  const folder = path.join(from, 'dist', name);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  const above = path.dirname(from);
  if (above === from) throw new Failure('InvalidInput', 'The package is not built; run `npm run build`.');
  return search(above, name);
};
