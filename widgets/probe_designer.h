#pragma once

#include "model/probes/probe_pattern.h"

#include <QDialog>

#include <functional>
#include <optional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace phiscope {

class AppTheme;
class NumberEdit;

/// A probe of one's own by its numbers, with a picture that follows them.
///
/// Parts for tests: designName, designShanks, designShankPitch, designColumns, designRows, designColumnPitch,
/// designRowPitch, designStagger, designShape, designWidth, designHeight, designFacing, designSummary,
/// designKeep.
class ProbeDesigner : public QDialog {
    Q_OBJECT
public:
    explicit ProbeDesigner(AppTheme* theme, QWidget* parent = nullptr);

    /// What was designed; empty where the dialog was left without.
    const std::optional<ProbeDesign>& designed() const { return designed_; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    NumberEdit* addNumber(const QString& name, const QString& label, const QString& tip, double value,
                          double least, double most, double step, bool whole,
                          std::function<void(double)> take);
    void makeForm();
    void takeChoices();
    void refresh();
    void draw();

    AppTheme* theme_;
    ProbePattern pattern_;
    std::optional<ProbeDesign> good_; ///< what the numbers make, where they make one
    std::optional<ProbeDesign> designed_;
    QFormLayout* form_;
    QLineEdit* name_;
    QComboBox* shape_;
    QComboBox* facing_;
    NumberEdit* shankPitch_ = nullptr;
    NumberEdit* columnPitch_ = nullptr;
    NumberEdit* rowPitch_ = nullptr;
    NumberEdit* stagger_ = nullptr;
    NumberEdit* width_ = nullptr;
    NumberEdit* height_ = nullptr;
    QLabel* picture_;
    QLabel* summary_;
    QPushButton* keep_;
};

} // namespace phiscope
