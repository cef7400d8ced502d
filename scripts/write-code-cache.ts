/** Part of the build: without it, the first `tidemark doctor` does this. */
import { writeCodeCache } from '../harness/doctor/outside/code-cache.ts';

writeCodeCache();
