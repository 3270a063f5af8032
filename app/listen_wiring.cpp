#include "app/listen_wiring.h"

#include "app/actions.h"
#include "app/card_place.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/head_panel.h"
#include "widgets/listening_card.h"
#include "widgets/listening_feed.h"
#include "widgets/notice_bar.h"
#include "widgets/quantity.h"
#include "widgets/scene_picture.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QMenu>

#include <cmath>

namespace phiscope {

ListenWiring::ListenWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , picture_(picture)
    , feed_(new ListeningFeed(this))
    , card_(new ListeningCard(parts.view)) {
    card_->setTheme(parts_.theme->values());
    new CardPlace(parts_.view, card_, parts_.document);
    connect(parts_.theme, &AppTheme::changed, card_, [this] { card_->setTheme(parts_.theme->values()); });
    const auto follow = [this] {
        this->follow();
    };
    connect(parts_.document, &Document::sceneChanged, this, follow);
    connect(parts_.document, &Document::cellRebuilt, this, follow);
    connect(parts_.controller, &SimulationController::recordingChanged, this, follow);
    connect(parts_.controller, &SimulationController::recordingFinished, feed_, &ListeningFeed::refresh);
    connect(parts_.cursor, &TimeCursor::ticked, feed_, &ListeningFeed::refresh);
    connect(feed_, &ListeningFeed::changed, this, [this] {
        picture_->setListening(feed_->listening(), feed_->contributionMv());
        picture_->show(parts_.cursor->timeMs());
        showCard();
    });
    connect(parts_.cursor, &TimeCursor::timeChanged, this, &ListenWiring::showCard);
    connect(parts_.document, &Document::selectionChanged, this, &ListenWiring::takeSelection);
    connect(actions_->colourSensitivity, &QAction::triggered, this,
            [this] { colour(View::ColourBy::sensitivity); });
    connect(actions_->colourContribution, &QAction::triggered, this,
            [this] { colour(View::ColourBy::contribution); });
    connectHead();
    connectPlots();
    this->follow();
}

void ListenWiring::connectHead() {
    HeadPanel* panel = parts_.headPanel;
    connect(panel, &HeadPanel::electrodeChosen, this, [this, panel](int electrode) {
        const Scene& scene = parts_.document->scene();
        if (listens(scene.view) && listenerOf(scene).head != nullptr && panel->head() != nullptr) {
            listen(QString::fromStdString(panel->head()->id), electrode, scene.view.colourBy);
        }
    });
    connect(panel, &HeadPanel::electrodeAsked, this, [this, panel](int electrode) {
        if (panel->head() != nullptr) {
            listen(QString::fromStdString(panel->head()->id), electrode, View::ColourBy::contribution);
        }
    });
    connect(panel, &HeadPanel::electrodeMenuRequested, this, [this, panel](int electrode, const QPoint& at) {
        if (panel->head() != nullptr) {
            QMenu menu;
            fillMenu(menu, QString::fromStdString(panel->head()->id), electrode);
            menu.exec(at);
        }
    });
}

void ListenWiring::connectPlots() {
    SignalsPanel* panel = parts_.signalsPanel;
    connect(panel, &SignalsPanel::contactClicked, this, [this](const QString& id, int contact, bool ask) {
        const View& view = parts_.document->scene().view;
        if (ask) {
            listen(id, contact, View::ColourBy::contribution);
        } else if (listens(view)) {
            listen(id, contact, view.colourBy);
        }
    });
    connect(panel, &SignalsPanel::contactMenuAboutToShow, this,
            [this](QMenu* menu, const QString& id, int contact, double timeMs) {
                fillMenu(*menu, id, contact);
                QAction* now = menu->actions().constLast();
                const QString moment = QString::number(timeMs, 'f', 1) + QChar(0x2009) + QStringLiteral("ms");
                now->setText(tr("Colour the cell by what makes its signal at %1").arg(moment));
                connect(now, &QAction::triggered, parts_.cursor,
                        [this, timeMs] { parts_.cursor->scrubTo(timeMs); });
                menu->addSeparator();
            });
}

void ListenWiring::showCard() {
    const Scene& scene = parts_.document->scene();
    const auto& listening = feed_->listening();
    const double all = picture_->listenedPotential();
    if (scene.view.colourBy != View::ColourBy::contribution || !listening || !std::isfinite(all)) {
        card_->hide();
        return;
    }
    const std::size_t rows = parts_.view->width() < 640 ? 3 : 5; // leaves the cell in sight
    const RunData& run = picture_->run();
    const QString unit = QString::fromStdString(picture_->unit());
    const double* currents = run.recording->currents(picture_->frame());
    const double perMv = picture_->unitsPerMv();
    ListeningCard::Content content;
    content.contact = QString::fromStdString(listening->name());
    content.moment = tr("at %1").arg(QString::number(parts_.cursor->timeMs(), 'f', 1) + QChar(0x2009) +
                                     QStringLiteral("ms"));
    content.all = formatQuantity(all, unit);
    const PlacedCell& cell = parts_.document->cell()->placed;
    for (const SectionShare& share : largestShares(*listening, currents, cell.segments, rows)) {
        if (share.share > 0.0) {
            content.rows.push_back(
                {QString::fromStdString(
                     cell.morphology.sections[static_cast<std::size_t>(share.section)].name),
                 formatQuantity(share.potentialMv * perMv, unit), share.share, share.potentialMv > 0.0});
        }
    }
    card_->setContent(content);
    card_->show();
}

void ListenWiring::follow() {
    const Scene& scene = parts_.document->scene();
    actions_->colourSensitivity->setChecked(scene.view.colourBy == View::ColourBy::sensitivity);
    actions_->colourContribution->setChecked(scene.view.colourBy == View::ColourBy::contribution);
    if (!listens(scene.view)) {
        feed_->stop();
        card_->hide();
        offerProbe(false);
        return;
    }
    offerProbe(!listenerOf(scene));
    const auto cell = parts_.document->cell();
    feed_->setWanted(scene, cell ? std::shared_ptr<const PlacedCell>(cell, &cell->placed) : nullptr,
                     parts_.controller != nullptr ? parts_.controller->data().recording : nullptr);
}

void ListenWiring::takeSelection() {
    const Document& document = *parts_.document;
    const View& view = document.scene().view;
    const QString& id = document.selection();
    if (!listens(view)) {
        return;
    }
    if (document.probe(id) != nullptr) {
        const int contact = document.selectedContact();
        listen(id, contact >= 0 ? contact : listenerOf(document.scene()).contact, view.colourBy);
    } else if (document.head(id) != nullptr) {
        listen(id, parts_.headPanel->channelInHand(), view.colourBy);
    }
}

void ListenWiring::colour(View::ColourBy by) {
    View view = parts_.document->scene().view;
    view.colourBy = by;
    parts_.document->setView(view);
    takeSelection();
}

void ListenWiring::listen(const QString& id, int contact, View::ColourBy by) {
    View view = parts_.document->scene().view;
    view.colourBy = by;
    view.listenProbe = id.toStdString();
    view.listenContact = contact;
    parts_.document->setView(view);
}

void ListenWiring::offerProbe(bool wanted) {
    const QString text = tr("No contact listens yet. Place a probe, or put the cell into a head, to see what "
                            "is heard of each part of the cell.");
    if (wanted && !offered_) {
        parts_.notices->ask(text, {{tr("Place a probe"), [this] { actions_->probe->setChecked(true); }, {}},
                                   {tr("Add a head"), [this] { actions_->addHead->trigger(); }, {}}});
    } else if (!wanted && offered_ && parts_.notices->text() == text) {
        parts_.notices->dismiss();
    }
    offered_ = wanted;
}

QString ListenWiring::contactName(const QString& id, int contact) const {
    const HeadPanel* panel = parts_.headPanel;
    if (panel->head() != nullptr && QString::fromStdString(panel->head()->id) == id) {
        return panel->electrodeName(contact);
    }
    return tr("contact %1").arg(contact + 1);
}

void ListenWiring::fillMenu(QMenu& menu, const QString& id, int contact) {
    const QString name = contactName(id, contact);
    const auto offer = [&](QAction* same, const QString& text, View::ColourBy by) {
        QAction* action = menu.addAction(text, this, [this, id, contact, by] { listen(id, contact, by); });
        action->setObjectName(same->objectName() + QStringLiteral("Here"));
        action->setStatusTip(same->statusTip());
    };
    offer(actions_->colourSensitivity, tr("Colour the cell by what %1 hears").arg(name),
          View::ColourBy::sensitivity);
    offer(actions_->colourContribution, tr("Colour the cell by what makes its signal now"),
          View::ColourBy::contribution);
}

QString ListenWiring::describe(int segment) const {
    const Scene& scene = parts_.document->scene();
    const double here = picture_->valueAt(segment);
    if (!listens(scene.view) || !std::isfinite(here) || !feed_->listening() || picture_->hasOwnColours()) {
        return {};
    }
    const QString unit = QString::fromStdString(picture_->unit());
    const QString name = QString::fromStdString(feed_->listening()->contact);
    const QString value = formatQuantity(here, unit);
    if (scene.view.colourBy == View::ColourBy::sensitivity) {
        return tr("%1 at %2").arg(value, name);
    }
    return tr("here %1, in all %2 at %3")
        .arg(value, formatQuantity(picture_->listenedPotential(), unit), name);
}

} // namespace phiscope
