"""Tab 2, above: what to run, at what size; progress, and stopping it."""

from __future__ import annotations

from nicegui import ui

from simulate.population.limits import MAXIMUM_SEED, MAXIMUM_WORKERS, MINIMUM_WORKERS
from simulate.serve.run_queue import Ticket
from simulate.serve.window import Window, heading, hinted, named, status


class RunView:
    """The run of this window; it goes on when the window is loaded again."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._shown: tuple[object, ...] = ()
        heading(2, window.t("run"))
        self.fields = ui.element("div").classes("fields")
        self._draw_fields()
        with ui.row():
            self.start_button = ui.button(window.t("run"), on_click=self.start).props("no-caps")
            self.cancel_button = ui.button(window.t("cancel"), on_click=self.cancel).props("no-caps outline")
        self.bar = ui.linear_progress(0, show_value=False).props('instant-feedback role="progressbar"')
        named(self.bar, window.t("progress"))
        self.line = status()
        self.faults = ui.element("div").classes("fault")
        self.queue = named(ui.element("div").props('role="list"'), window.t("queue"))
        self._lines: dict[int, tuple[ui.row, ui.label]] = {}  # of the queue, by number
        window.on_base.append(self._draw_fields)
        window.on_tick.append(self.tick)
        self.tick()

    def _draw_fields(self) -> None:
        window, choice = self.window, self.window.session.choice
        self.fields.clear()
        with self.fields:
            ui.checkbox(window.t("with_draft")).bind_value(choice, "with_draft")
            options = {
                key: name
                for key, name in window.session.state.store.choices(window.language).items()
                if key != window.session.draft.base
            }
            ui.select(
                options, label=window.t("others"), value=[each for each in choice.others if each in options],
                multiple=True, with_input=True, on_change=lambda e: setattr(choice, "others", list(e.value or [])),
            ).props("use-chips")  # fmt: skip
            workers = ui.input(window.t("workers"), value=str(choice.workers))
            workers.props(f"type=number min={MINIMUM_WORKERS} step=1000")
            self.workers = hinted(workers, window.t("workers_hint"))
            self.seed = ui.input(window.t("seed"), value=str(choice.seed)).props("type=number min=0")

    def start(self) -> None:
        """Start it, unless something is to be fixed first."""
        window, session = self.window, self.window.session
        limits = ((self.workers, "workers", MINIMUM_WORKERS, MAXIMUM_WORKERS), (self.seed, "seed", 0, MAXIMUM_SEED))
        for field, name, low, high in limits:
            number = whole(str(field.value), low, high)
            if number is None:
                self.line.set_text(window.t("number_wrong", name=window.t(name), low=low, high=high))
                return
            setattr(session.choice, name, number)
        uses_draft = session.choice.with_draft and not session.draft.is_empty
        if uses_draft and (session.state.store.fault_of(session.draft.name) or not session.judge().is_sound):
            self.line.set_text(window.t("mend_first"))
            return
        session.run()
        self.tick()

    def cancel(self) -> None:
        """End the run."""
        if self.window.session.job is not None:
            self.window.session.state.queue.cancel(self.window.session.job)

    def tick(self) -> None:
        """Show how far the run is, if that has changed."""
        self._draw_queue()
        job = self.window.session.job
        now = (job, job.state, job.share, job.latest) if job else (None,)
        if now == self._shown:
            return
        self._shown = now
        is_running = job is not None and job.is_running
        self.cancel_button.set_enabled(is_running)
        self.bar.set_value(job.share if job else 0)
        if job is not None:
            self._tell(job)
            is_news = job.state == "done" and self.window.session.shown_job is not job
            if is_news:
                self.window.session.shown_job = job
                self.window.session.opened = [job.out.name]
                self.window.tell(self.window.on_results)

    def _draw_queue(self) -> None:
        """What waits and runs, of all windows, each with a button that ends it.

        A line stays while its run does: a click on a button that is drawn again meanwhile would be lost.
        """
        window = self.window
        open_runs = {each.number: each for each in window.session.state.queue.tickets if each.is_running}
        for number in [each for each in self._lines if each not in open_runs]:
            self.queue.remove(self._lines.pop(number)[0])
        for number, ticket in open_runs.items():
            if number not in self._lines:
                self._lines[number] = self._queue_line(ticket)
            state = window.t("waiting" if ticket.state == "waiting" else "running_now")
            self._lines[number][1].set_text(window.t("queue_line", title=ticket.title, state=state))

    def _queue_line(self, ticket: Ticket) -> tuple[ui.row, ui.label]:
        """A new line of the queue, and its text."""
        window = self.window
        with self.queue, ui.row().props('role="listitem"') as row:
            text = ui.label().classes("small")
            button = ui.button(window.t("cancel"), on_click=lambda: window.session.state.queue.cancel(ticket))
            named(button.props("flat dense no-caps"), f"{window.t('cancel')} {ticket.title}")
        return row, text

    def _tell(self, job: Ticket) -> None:
        t = self.window.t
        texts = {
            "waiting": t("waiting"),
            "running": t("running", share=round(job.share * 100)) if job.share else f"{t('preparing')}: {job.latest}",
            "done": t("done", name=job.out.name),
            "failed": t("failed"), "cancelled": t("cancelled"),
        }  # fmt: skip
        self.line.set_text(texts[job.state])
        self.faults.clear()
        if job.state == "failed":
            with self.faults:
                for each in job.said[-10:]:
                    ui.label(each)


def whole(text: str, low: int, high: int) -> int | None:
    """A whole number within bounds, or None."""
    clean = text.strip()
    return int(clean) if clean.isdecimal() and len(clean) < 20 and low <= int(clean) <= high else None
