import { Button, Group, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { post } from '../../api/client.ts'
import { refresh } from '../../api/commands.ts'
import { isRecord } from '../../api/problem.ts'
import { AskDialog } from '../../records/ask-dialog.tsx'
import { confirmation } from '../../records/confirm.ts'
import { personalModels } from '../../records/entry.ts'
import classes from '../../records/proof/proof.module.css'
import { useSensitive } from '../../records/prove-again.tsx'
import type { Resource } from '../../records/resource.ts'
import { done } from '../../ui/notices.ts'

export type Ask = 'access' | 'portability' | 'restrict' | 'lift-restriction' | 'erase'

const asks: Readonly<Record<Ask, { title: string; words: string; submit: string; done?: string }>> = {
  access: {
    title: 'Show what is held',
    words:
      'Everything that is held about this person, with its history. That it was shown is kept in the log.',
    submit: 'Show it',
  },
  portability: {
    title: 'Export their data',
    words: 'What this person may take along, to read and for machines. That it was given is kept in the log.',
    submit: 'Make the copy',
  },
  restrict: {
    title: 'Restrict',
    words: 'All records about this person are kept, and cannot be used until the restriction is lifted.',
    submit: 'Restrict',
    done: 'The person’s records are restricted',
  },
  'lift-restriction': {
    title: 'Lift the restriction',
    words: 'All records about this person can be used again.',
    submit: 'Lift the restriction',
    done: 'The person’s records can be used again',
  },
  erase: {
    title: 'Erase this person',
    words:
      'What identifies this person is destroyed in all records about them, in the log and in backups that are restored. Nobody can bring it back. Numbers and proofs stay.',
    submit: 'Erase for good',
    done: 'The person was erased',
  },
}

const typed = confirmation('erase')

/** Does what a person asks for, and hands over what they get. */
export function AskPrivacy({
  ask,
  resource: { model, path },
  id,
  onHanded,
  onClose,
}: {
  ask: Ask
  resource: Pick<Resource, 'model' | 'path'>
  id: string
  onHanded: (handed: Handed) => void
  onClose: () => void
}) {
  const client = useQueryClient()
  const sensitive = useSensitive()
  const { title, words, submit, done: said } = asks[ask]
  return (
    <AskDialog
      title={title}
      fields={ask === 'erase' ? [typed.field] : []}
      submit={submit}
      grave={ask === 'erase'}
      onSubmit={async (answers) => {
        if (ask === 'erase') typed.check(answers.confirmation)
        const reply = await sensitive(() => post<unknown>(`/${path}/${id}/privacy/${ask}`, {}))
        if (said) done(said)
        await refresh(client, [model, 'privacyRequest', ...personalModels()])
        if (!said && isRecord(reply)) onHanded({ title, id, answer: reply })
      }}
      onClose={onClose}
    >
      {words}
    </AskDialog>
  )
}

/** What a person gets, until it is taken. */
export interface Handed {
  title: string
  id: string
  answer: Record<string, unknown>
}

export function HandedOver({
  handed: {
    title,
    id,
    answer: { records, csv },
  },
  onClose,
}: {
  handed: Handed
  onClose: () => void
}) {
  const json = JSON.stringify(records, null, 2)
  return (
    <Modal opened onClose={onClose} size="lg" title={title}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.held} tabIndex={0} aria-label="What is held">
        <pre className={classes.shown}>{json}</pre>
      </section>
      <Group justify="flex-end" gap={8} mt={12}>
        {typeof csv === 'string' && <Save text={csv} type="text/csv" name={`person-${id}.csv`} words="CSV" />}
        <Save text={json} type="application/json" name={`person-${id}.json`} words="JSON" />
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </Modal>
  )
}

function Save({ text, type, name, words }: { text: string; type: string; name: string; words: string }) {
  return (
    <Button
      component="a"
      variant="default"
      leftSection={<Download size={14} />}
      href={`data:${type};charset=utf-8,${encodeURIComponent(text)}`}
      download={name}
    >
      Save as {words}
    </Button>
  )
}
