import { whyOf } from '../logging/index.js';
import { CommandError } from './surroundings.js';

const IN_WORDS: Readonly<Record<string, string>> = {
  EEXIST: 'is there already, and may be somebody else’s: name another file',
  ENOENT: 'is not there, or its directory is not',
  ENOTDIR: 'is not in a directory: a part of its path is a file',
  EISDIR: 'is a directory',
  EACCES: 'is not for this user to use',
  EPERM: 'is not for this user to use',
  EROFS: 'is on a disk that takes no changes',
  ENOSPC: 'does not fit: the disk is full',
};

/** Why a file cannot be used, in words. */
export function fileTrouble(file: string, error: unknown): CommandError {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const words = typeof code === 'string' ? IN_WORDS[code] : undefined;
  return new CommandError(words === undefined ? `${file} cannot be used (${whyOf(error)}).` : `${file} ${words}.`);
}
