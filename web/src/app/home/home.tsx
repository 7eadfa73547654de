import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  PointerSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { ArrowLeft, ArrowRight, GripVertical, LayoutDashboard, Plus, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay, useMe } from '../../api/session.ts'
import { useReportWidgets } from '../../features/analytics/report/widget.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { Screen } from '../../ui/screen.tsx'
import classes from './home.module.css'
import { moved, orderOf, placesOf } from './layout.ts'
import { type Drawn, widgets } from './widgets.tsx'

/** What concerns one, arranged by oneself, and the same on every device (USR-04). */
export function HomeScreen() {
  const may = useMay()
  const { seesMembers } = useMe()
  const { preferences, save } = usePreferences()
  const [arranging, setArranging] = useState(false)
  const reports = useReportWidgets().map((one): Drawn => ({ ...one, needs: 'report.read' }))
  const open = [...widgets.filter(({ needs, ofTeam }) => may(needs) && (seesMembers || !ofTeam)), ...reports]
  const kept = orderOf(
    preferences.dashboard,
    open.map(({ id }) => id),
  )
  const order =
    kept.length > 0 ? kept : open.filter(({ atFirst }) => atFirst !== undefined).map(({ id }) => id)
  const shown = order.flatMap((id) => open.find((widget) => widget.id === id) ?? [])
  const arrange = (next: readonly string[]) => void save(() => ({ dashboard: placesOf(next) }))
  return (
    <Screen
      title="Home"
      actions={
        <Group gap={8}>
          {arranging && (
            <>
              <Add
                widgets={open.filter((widget) => !shown.includes(widget))}
                onAdd={(id) => arrange([...order, id])}
              />
              <Button variant="default" onClick={() => arrange([])}>
                As it was at first
              </Button>
            </>
          )}
          <Button
            variant={arranging ? 'filled' : 'default'}
            leftSection={<LayoutDashboard size={14} />}
            aria-pressed={arranging}
            onClick={() => setArranging(!arranging)}
          >
            {arranging ? 'Done' : 'Arrange'}
          </Button>
        </Group>
      }
    >
      <Grid order={order} onMove={(id, to) => arrange(moved(order, id, to))}>
        {shown.map((widget, place) =>
          arranging ? (
            <Arranged
              key={widget.id}
              widget={widget}
              place={place}
              of={order.length}
              onMove={(to) => arrange(moved(order, widget.id, to))}
              onRemove={() => arrange(order.filter((id) => id !== widget.id))}
            />
          ) : (
            <div key={widget.id}>
              <widget.Widget title={widget.title} />
            </div>
          ),
        )}
      </Grid>
    </Screen>
  )
}

function Add({ widgets: free, onAdd }: { widgets: readonly Drawn[]; onAdd: (id: string) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Plus size={14} />} disabled={free.length === 0}>
          Add
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {free.map(({ id, title }) => (
          <Menu.Item key={id} onClick={() => onAdd(id)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Grid({
  order,
  onMove,
  children,
}: {
  order: readonly string[]
  onMove: (id: string, to: number) => void
  children: ReactNode
}) {
  // Buttons move by keyboard; a click on them is no drag.
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }))
  const drop = ({ active, over }: DragEndEvent) => {
    const to = over ? order.indexOf(String(over.id)) : -1
    if (to >= 0 && active.id !== over?.id) onMove(String(active.id), to)
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
      <div className={classes.grid}>{children}</div>
    </DndContext>
  )
}

/** A widget that can be dragged by its grip, moved by its buttons and taken away. */
function Arranged({
  widget: { id, title, Widget },
  place,
  of,
  onMove,
  onRemove,
}: {
  widget: Drawn
  place: number
  of: number
  onMove: (to: number) => void
  onRemove: () => void
}) {
  const { setNodeRef: setPlace, isOver } = useDroppable({ id })
  const { setNodeRef, listeners, transform, isDragging } = useDraggable({ id })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs
    <div ref={setPlace} role="group" aria-label={title} className={classes.arranged} data-over={isOver}>
      <div
        ref={setNodeRef}
        className={classes.widget}
        data-dragging={isDragging}
        style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
      >
        <div className={classes.tools}>
          <span className={classes.grip} title="Drag to move" {...listeners}>
            <GripVertical size={16} aria-hidden />
          </span>
          <ActionIcon
            aria-label={`${title}: move earlier`}
            disabled={place === 0}
            onClick={() => onMove(place - 1)}
          >
            <ArrowLeft size={16} />
          </ActionIcon>
          <ActionIcon
            aria-label={`${title}: move later`}
            disabled={place === of - 1}
            onClick={() => onMove(place + 1)}
          >
            <ArrowRight size={16} />
          </ActionIcon>
          {/* A page without any would be the one that everybody begins with. */}
          <ActionIcon aria-label={`${title}: remove`} disabled={of === 1} onClick={onRemove}>
            <X size={16} />
          </ActionIcon>
        </div>
        <Widget title={title} />
      </div>
    </div>
  )
}
