import { readFileSync } from 'node:fs';

/** Loaded into the engine's process and its threads before anything else: their clock is off by as many milliseconds as a file says. */
const file = process.env.OPENDTS_FAULTS_CLOCK;
const LOOK_MS = 50;

if (file !== undefined) {
  const Real = Date;
  let off = 0;
  const look = () => {
    off = Number(readFileSync(file, 'utf8'));
  };
  look();
  setInterval(look, LOOK_MS).unref();
  globalThis.Date = class extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + off);
      else super(...given);
    }

    static now() {
      return Real.now() + off;
    }
  };
}
