/** Next calls this once when the server starts: the engine goes on with what ran before. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startEngine } = await import('#lib/engine.ts');
  await startEngine();
}
