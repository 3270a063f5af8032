#pragma once

#include "model/scene/scatter.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;
class QStackedWidget;
class QStringListModel;

namespace phiscope {

class AppTheme;
class DepthProfilePlot;
class Document;
class NumberEdit;

/// Scatters the synapses of the selected group over the cell by chance: how many, on which parts, at which
/// depths. Each change draws their places anew, at once. The scene keeps the places, and what they were drawn
/// by, so that it can be gone on with.
class ScatterPanel : public QWidget {
    Q_OBJECT
public:
    static constexpr int mostSynapses = 5000;

    ScatterPanel(Document* document, AppTheme* theme, QWidget* parent = nullptr);

    DepthProfilePlot* plot() const { return plot_; }
    QString problem() const; ///< why nothing could be drawn; empty: it could

    QSize sizeHint() const override { return {560, 260}; }

private:
    QWidget* makeControls();
    QWidget* makeEmpty();
    void connectParts();
    void refresh();
    void showCounts();
    void change(const ScatterRecipe& recipe);
    void change(const ScatterRecipe& recipe, int count);
    void addGroup();
    void applyTheme();
    QString groupId() const;      ///< of the selected group; empty: none
    ScatterRecipe recipe() const; ///< as it is shown
    std::shared_ptr<const PlacedCell> cell() const;

    Document* document_;
    AppTheme* theme_;
    std::optional<ScatterRecipe> pending_; ///< typed, but nothing can be drawn by it
    SynapseGroup atStart_;                 ///< before a peak was taken in hand
    QStackedWidget* pages_;
    QLabel* name_;
    NumberEdit* count_;
    QSlider* slider_;
    QLineEdit* sections_;
    QStringListModel* kinds_;
    NumberEdit* seed_;
    QPushButton* anew_;
    DepthProfilePlot* plot_;
    QLabel* problem_;
    QWidget* controls_;
};

} // namespace phiscope
