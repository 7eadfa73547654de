/** In Hz, of the two tones that a telephone rings with. */
const tones = [440, 480]
/** In s: how long it rings, and how long it is still. */
const [rings, still] = [1, 3]

/** Rings until it is told to stop. A browser that nobody has touched yet makes no sound; the pop-up is there all the same. */
export function ring(): () => void {
  const sound = new AudioContext()
  const volume = sound.createGain()
  volume.gain.value = 0
  volume.connect(sound.destination)
  for (let at = sound.currentTime, n = 0; n < 30; n++, at += rings + still) {
    volume.gain.setValueAtTime(0.08, at)
    volume.gain.setValueAtTime(0, at + rings)
  }
  const sources = tones.map((frequency) => {
    const tone = sound.createOscillator()
    tone.frequency.value = frequency
    tone.connect(volume)
    tone.start()
    return tone
  })
  return () => {
    for (const tone of sources) tone.stop()
    void sound.close()
  }
}
