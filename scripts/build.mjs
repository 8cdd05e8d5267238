// npm run build: builds from scratch.
import { build, ensureInstalled } from './prepare.mjs';

ensureInstalled();
build();
