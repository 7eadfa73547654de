import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { Download } from 'lucide-react'
import type { OfferedFactor } from '../../api/types.gen.ts'
import { CopyText } from '../../ui/copy.tsx'
import classes from './second-factor.module.css'

/** The picture for the authenticator app, and the same in letters for who cannot take a picture. */
export function FactorPicture({ factor: { qr, secret } }: { factor: OfferedFactor }) {
  return (
    <Stack gap={8}>
      <p className={classes.text}>
        Scan this with an authenticator app (such as Aegis, 1Password or Google Authenticator), then enter the
        six digits it shows.
      </p>
      <img
        className={classes.qr}
        src={`data:image/svg+xml,${encodeURIComponent(qr)}`}
        alt="QR code for your authenticator app"
      />
      <details className={classes.text}>
        <summary>I cannot scan it</summary>
        Enter this key in the app: <code className={classes.secret}>{secret}</code>
      </details>
    </Stack>
  )
}

export function CodeInput({
  value,
  onChange,
  error,
  recovery = false,
}: {
  value: string
  onChange: (code: string) => void
  error?: string | undefined
  /** Whether a recovery code will do. */
  recovery?: boolean
}) {
  return (
    <TextInput
      label="Code"
      description={
        recovery
          ? 'Six digits from your authenticator app, or one of your recovery codes'
          : 'Six digits from your authenticator app'
      }
      autoComplete="one-time-code"
      autoFocus
      required
      withAsterisk={false}
      error={error}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** Shown once. They are worth as much as the phone they stand in for. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const text = codes.join('\n')
  return (
    <Stack gap={12}>
      <Alert color="yellow" title="Keep these recovery codes">
        Each lets you sign in once without your phone. They are shown only now: print them, or put them in
        your password manager.
      </Alert>
      <ol className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Group gap={8}>
        <CopyText value={text} />
        <Button
          component="a"
          variant="default"
          leftSection={<Download size={14} />}
          href={`data:text/plain,${encodeURIComponent(`${text}\n`)}`}
          download="hindsight-recovery-codes.txt"
        >
          Save as a file
        </Button>
        <Button onClick={onKept}>I have kept them</Button>
      </Group>
    </Stack>
  )
}
