/** True when the address answers with the wanted status; anything else, and no answer, is "not yet". */
export async function answersWith(url: string, accepted: (status: number) => boolean): Promise<boolean> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    return accepted(answer.status);
  } catch {
    return false;
  }
}
