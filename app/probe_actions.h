#pragma once

#include "app/window_parts.h"
#include "model/probes/probe_design.h"
#include "widgets/probe_library.h"

#include <QObject>

#include <optional>

class QWidget;

namespace phiscope {

class Actions;

/// The gallery of probes, probes from files, and a person's own ones. What is chosen is placed by the next
/// click of the probe tool, or beside the cell.
class ProbeActions : public QObject {
    Q_OBJECT
public:
    ProbeActions(const WindowParts& parts, Actions* actions, QWidget* window);

    void openGallery();
    /// One probe of a file goes beside the cell; where there is a choice, the gallery opens with it.
    void openFile(const QString& path);
    /// What the next click places; empty: a laminar probe.
    const std::optional<Probe>& inHand() const { return inHand_; }
    void layDown();

Q_SIGNALS:
    void inHandChanged();

private:
    void showGallery(const QString& file);
    void takeInHand(const ProbeDesign& design);
    void addBeside(const ProbeDesign& design);
    void saveAsMine();
    void exportProbe();
    void place(const std::array<double, 3>& positionUm);
    void enable();

    WindowParts parts_;
    Actions* actions_;
    QWidget* window_;
    ProbeLibrary library_;
    std::optional<Probe> inHand_;
};

} // namespace phiscope
