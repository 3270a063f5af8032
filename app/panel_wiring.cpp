#include "app/panel_wiring.h"

#include "model/analysis/probe_filter.h"
#include "widgets/compare_panel.h"
#include "widgets/csd_panel.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/property_panel.h"
#include "widgets/runs_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/spectrum_panel.h"

namespace phiscope {

PanelWiring::PanelWiring(const WindowParts& parts, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , controller_(parts.controller) {
    Document* document = parts_.document;
    SignalsPanel* signals = parts_.signalsPanel;
    connect(signals, &SignalsPanel::filterChosen, document,
            [document](const QString& id, const SignalFilter& filter) {
                if (const Probe* probe = document->probe(id)) {
                    Probe changed = *probe;
                    changed.filter = filter;
                    document->endGesture();
                    document->setProbe(std::move(changed),
                                       filter.kind == SignalFilter::Kind::none
                                           ? tr("Take the filter away")
                                           : tr("Filter: %1").arg(QString::fromStdString(describe(filter))));
                }
            });
    connect(signals, &SignalsPanel::filterSettingsWanted, this, [this](const QString& id) {
        parts_.document->select(id);
        if (FieldEditor* editor = parts_.properties->editor(QStringLiteral("filter/kind"))) {
            // Once the panel that was just built is laid out.
            QMetaObject::invokeMethod(
                editor,
                [this, editor] {
                    parts_.properties->ensureWidgetVisible(editor, 20, 160);
                    editor->setFocus();
                },
                Qt::QueuedConnection);
        }
    });
    connect(signals, &SignalsPanel::depthMapChosen, document, [document](View::DepthMap what) {
        View view = document->scene().view;
        view.depthMap = what;
        document->setView(view);
    });
    connect(document, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes.testFlag(Change::view)) {
            chooseMeasures();
        }
        if (changes.testFlag(Change::probes)) {
            showProbe();
        }
    });
    connect(document, &Document::selectionChanged, this, &PanelWiring::showProbe);
    for (AnalysisPanel* panel :
         std::initializer_list<AnalysisPanel*>{parts_.csd, parts_.spectrum, parts_.compare, parts_.runs}) {
        connect(panel, &AnalysisPanel::placeProbeRequested, this, &PanelWiring::placeProbeRequested);
        connect(panel, &AnalysisPanel::runRequested, this, &PanelWiring::runRequested);
        connect(panel, &AnalysisPanel::propertiesRequested, this, [this] {
            if (const Probe* probe = shownProbe()) {
                parts_.document->select(QString::fromStdString(probe->id));
            }
        });
        connect(panel, &AnalysisPanel::shownChanged, this, &PanelWiring::chooseMeasures);
    }
    connect(signals, &SignalsPanel::contactHovered, parts_.spectrum, &SpectrumPanel::setHoveredContact);
    chooseMeasures();
    showProbe();
}

const Probe* PanelWiring::shownProbe() const {
    const Document& document = *parts_.document;
    const Probe* probe = document.probe(document.selection());
    if (probe == nullptr && !document.scene().probes.empty()) {
        probe = &document.scene().probes.front();
    }
    return probe;
}

void PanelWiring::showProbe() {
    const Probe* probe = shownProbe();
    parts_.csd->setShownProbe(probe);
    parts_.compare->setShownProbe(probe);
    parts_.runs->setShownProbe(probe);
    parts_.spectrum->setShownProbe(probe);
    parts_.spectrum->setSelectedContact(parts_.document->selectedContact());
}

void PanelWiring::chooseMeasures() {
    if (controller_.isNull()) {
        return; // the window closes
    }
    const View::DepthMap map = parts_.document->scene().view.depthMap;
    std::set<Measure> wanted;
    if (map == View::DepthMap::trueCsd || parts_.csd->shown()) {
        wanted.insert(Measure::trueCsd);
    }
    if (map == View::DepthMap::csdEstimate) {
        wanted.insert(Measure::csdEstimate);
    }
    if (parts_.compare->shown()) {
        wanted.insert(Measure::comparison);
    }
    parts_.controller->setWanted(wanted);
    parts_.signalsPanel->setDepthMap(map);
}

} // namespace phiscope
