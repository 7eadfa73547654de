import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post, read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { SecondFactorState } from '../../../api/models.ts'
import type { OfferedFactor } from '../../../api/types.gen.ts'
import { Panel } from '../../../records/panel.tsx'
import { useSensitive } from '../../../records/prove-again.tsx'
import { counted } from '../../../ui/format.ts'
import { done, failed, reasonOf } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/values.tsx'
import { CodeInput, FactorPicture, RecoveryCodes } from '../second-factor.tsx'

const touched = ['secondFactor', 'me', 'onboarding']

/** Whether a stolen password is enough to sign in as this person, and how to make it not so. */
export function SecondFactor() {
  const client = useQueryClient()
  const sensitive = useSensitive()
  const [factor, setFactor] = useState<OfferedFactor | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const query = useQuery({
    queryKey: ['secondFactor'],
    queryFn: ({ signal }) => read<SecondFactorState>('/me/second-factor', { signal }),
  })
  const act = (what: string, ask: () => Promise<unknown>) =>
    sensitive(ask)
      .then(() => refresh(client, touched))
      .catch((error: unknown) => failed(what, error))
  const offer = () =>
    act('No second factor was set up', async () =>
      setFactor(await post<OfferedFactor>('/me/second-factor', {})),
    )
  const renew = () =>
    act('The codes stay as they are', async () =>
      setCodes((await post<{ recoveryCodes: string[] }>('/me/recovery-codes', {})).recoveryCodes),
    )
  const remove = () =>
    act('The second factor stays', async () => {
      await post('/me/second-factor/remove', {})
      done('The second factor is removed')
    })

  return (
    <Panel title="Second factor">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={1} label="Loading the second factor" />
      ) : query.data.enabled ? (
        <Stack gap={8}>
          <Group gap={8}>
            <Tag tone="good">On</Tag>
            {counted(query.data.recoveryCodesLeft, 'recovery code is', 'recovery codes are')} left.
          </Group>
          <Group gap={8}>
            <Button variant="default" onClick={() => void renew()}>
              New recovery codes
            </Button>
            {!query.data.required && (
              <Button variant="default" onClick={() => void remove()}>
                Remove the second factor
              </Button>
            )}
          </Group>
          {query.data.required && <Quiet>Your role must sign in with a second factor.</Quiet>}
        </Stack>
      ) : (
        <Stack gap={8} align="flex-start">
          <Group gap={8}>
            <Tag tone="warn">Off</Tag> Whoever knows your password can sign in as you.
          </Group>
          <Button onClick={() => void offer()}>Set up a second factor</Button>
        </Stack>
      )}
      {factor && (
        <Confirm
          factor={factor}
          onConfirmed={(recoveryCodes) => {
            setFactor(null)
            setCodes(recoveryCodes)
            void refresh(client, touched)
          }}
          onClose={() => setFactor(null)}
        />
      )}
      {codes && (
        <Modal opened onClose={() => setCodes(null)} title="Recovery codes">
          <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
        </Modal>
      )}
    </Panel>
  )
}

/** A factor counts only once a code of it was right: or a wrong clock would lock the person out. */
function Confirm({
  factor,
  onConfirmed,
  onClose,
}: {
  factor: OfferedFactor
  onConfirmed: (recoveryCodes: readonly string[]) => void
  onClose: () => void
}) {
  const sensitive = useSensitive()
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>()
  const confirm = async () => {
    setError(undefined)
    const body = { factorId: factor.factorId, code: code.trim() }
    try {
      const { recoveryCodes } = await sensitive(() =>
        post<{ recoveryCodes: string[] }>('/me/second-factor/confirm', body),
      )
      onConfirmed(recoveryCodes)
    } catch (refusal) {
      setError(refusal)
    }
  }
  return (
    <Modal opened onClose={onClose} title="Set up a second factor">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
      >
        <Stack gap={12}>
          {error !== undefined && (
            <Alert color="red" role="alert" title="Not confirmed">
              {reasonOf(error)}
            </Alert>
          )}
          <FactorPicture factor={factor} />
          <CodeInput value={code} onChange={setCode} />
          <Button type="submit">Confirm</Button>
        </Stack>
      </form>
    </Modal>
  )
}
