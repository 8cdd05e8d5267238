/** @returns what is wrong with the lockfile, a sentence each */
export function faultsOfPackages(lockfile: unknown, manifest: unknown): readonly string[];
