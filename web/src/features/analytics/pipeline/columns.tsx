import {
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type KeyboardCoordinateGetter,
  pointerWithin,
  useDroppable,
} from '@dnd-kit/core'
import { type ReactNode, useState } from 'react'
import { useLifting } from '../../../ui/dragging.tsx'
import { count, percent } from '../../../ui/format.ts'
import { MoneyValues } from '../../../ui/values.tsx'
import classes from './board.module.css'
import type { BoardStage, Card } from './board.ts'
import { CardFace, DraggableCard } from './card.tsx'

interface ColumnsProps {
  /** undefined: on their way. */
  stages: readonly BoardStage[] | undefined
  stale: boolean
  /** Nothing can be moved. */
  still: boolean
  onMove: (id: string, stage: BoardStage) => void
  onOpen: (id: string) => void
  more: (stage: BoardStage) => ReactNode
}

/** The pointer says where a card goes; with the keyboard, the nearest column. */
const where: CollisionDetection = (args) => {
  const under = pointerWithin(args)
  return under.length > 0 ? under : closestCenter(args)
}

/** Left and right go from column to column. */
const columnByColumn: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const way = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0
  if (way === 0) return undefined
  event.preventDefault()
  const columns = [...context.droppableContainers.getEnabled()]
    .map(({ rect }) => rect.current)
    .filter((rect) => rect !== null)
    .sort((a, b) => a.left - b.left)
  const here = context.collisionRect?.left ?? currentCoordinates.x
  const nearest = columns.reduce(
    (best, rect, index) =>
      Math.abs(rect.left - here) < Math.abs((columns[best]?.left ?? Number.POSITIVE_INFINITY) - here)
        ? index
        : best,
    0,
  )
  const target = columns[nearest + way]
  return target && { x: target.left + 8, y: target.top + 60 }
}

export function Columns({ stages, stale, still, onMove, onOpen, more }: ColumnsProps) {
  const [dragged, setDragged] = useState<Card | null>(null)
  const sensors = useLifting(columnByColumn)
  if (!stages) return <ColumnBones />
  const nameOf = (id: string | number | undefined) =>
    stages.find((stage) => stage.id === id)?.name ?? 'no stage'
  const cardOf = (id: string | number) => stages.flatMap(({ cards }) => cards).find((card) => card.id === id)
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    const stage = stages.find(({ id }) => id === over?.id)
    if (stage) onMove(String(active.id), stage)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={where}
      onDragStart={({ active }) => setDragged(cardOf(active.id) ?? null)}
      onDragEnd={drop}
      onDragCancel={() => setDragged(null)}
      accessibility={{
        screenReaderInstructions: {
          draggable:
            'Press Space to lift the card, left and right to choose a stage, Space to put it down, Escape to leave it.',
        },
        announcements: {
          onDragStart: ({ active }) => `${cardOf(active.id)?.name ?? 'The card'} lifted.`,
          onDragOver: ({ over }) => `Over ${nameOf(over?.id)}.`,
          onDragEnd: ({ over }) => `Put down in ${nameOf(over?.id)}.`,
          onDragCancel: () => 'Left where it was.',
        },
      }}
    >
      <section
        className={classes.columns}
        data-stale={stale}
        data-dragging={dragged !== null}
        aria-label="Stages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        {stages.map((stage) => (
          <Column key={stage.id} stage={stage} more={more(stage)}>
            {stage.cards.map((card) => (
              <DraggableCard
                key={card.id}
                card={card}
                still={still || stage.kind !== 'open'}
                onOpen={() => onOpen(card.id)}
              />
            ))}
          </Column>
        ))}
      </section>
      <DragOverlay dropAnimation={{ duration: 120 }}>
        {dragged && <CardFace card={dragged} lifted />}
      </DragOverlay>
    </DndContext>
  )
}

function Column({ stage, more, children }: { stage: BoardStage; more: ReactNode; children: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: stage.id })
  const shown = stage.amounts.flatMap(({ currency, amount, weighted }) =>
    currency === undefined || amount === undefined ? [] : [{ currency, amount, weighted }],
  )
  const sums = shown.map(({ currency, amount }) => ({ currency, amount }))
  const weighted = shown.map(({ currency, weighted: amount }) => ({ currency, amount }))
  const { probability } = stage
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      data-over={isOver}
      data-kind={stage.kind}
      aria-label={`${stage.name}, ${count(stage.count)}`}
    >
      <header className={classes.columnHead}>
        <h2>
          {stage.name} <span className={classes.count}>{count(stage.count)}</span>
        </h2>
        <div className={classes.sums}>
          <span title="Sum of the amounts">
            <MoneyValues values={sums} />
          </span>
          {stage.kind === 'open' && typeof probability === 'number' && (
            <span
              className={classes.weighted}
              title={`Weighted by probability; a deal that comes here gets ${percent(probability)}`}
            >
              {percent(probability)} → <MoneyValues values={weighted} />
            </span>
          )}
        </div>
      </header>
      <div className={classes.cards}>
        {children}
        {stage.kind !== 'open' ? (
          <p className={classes.hint}>{stage.kind === 'won' ? 'Drop here to win' : 'Drop here when lost'}</p>
        ) : (
          stage.count > stage.cards.length && more
        )}
      </div>
    </section>
  )
}

function ColumnBones() {
  return (
    <div className={classes.columns} role="status" aria-label="Loading the pipeline">
      {['a', 'b', 'c', 'd'].map((key, index) => (
        <div key={key} className={classes.column}>
          <div className={classes.bone} style={{ width: '60%', height: 14 }} />
          {Array.from({ length: 4 - (index % 3) }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and never reordered
            <div key={card} className={classes.bone} />
          ))}
        </div>
      ))}
    </div>
  )
}
